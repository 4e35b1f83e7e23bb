/// Monotonic time and pauses, injected so that tests own them.
@NullMarked
package dev.punchpost.hal.time;

import org.jspecify.annotations.NullMarked;
