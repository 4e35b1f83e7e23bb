/// Record, replay and break: simulated links for tests, demos and fault drills, without hardware.
@NullMarked
package dev.punchpost.hal.playback;

import org.jspecify.annotations.NullMarked;
