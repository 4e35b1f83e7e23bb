/// The comparison of what the panel showed with what came back from the broker. Pure logic: no clock, no thread, no I/O.
@NullMarked
package dev.punchpost.demo.judge;

import org.jspecify.annotations.NullMarked;
