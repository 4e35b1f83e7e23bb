/// What a worker sees and hears: text and signals.
@NullMarked
package dev.punchpost.hal.panel;

import org.jspecify.annotations.NullMarked;
