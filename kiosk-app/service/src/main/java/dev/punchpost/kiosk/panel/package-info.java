/// What is said to the worker: screens, their words, and where they are shown.
@NullMarked
package dev.punchpost.kiosk.panel;

import org.jspecify.annotations.NullMarked;
