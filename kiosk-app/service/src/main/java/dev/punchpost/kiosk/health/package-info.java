/// What is wrong, in words: `doctor` and `status`.
@NullMarked
package dev.punchpost.kiosk.health;

import org.jspecify.annotations.NullMarked;
