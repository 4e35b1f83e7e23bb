/// Pulse-width modulation by hardware. The implementation over Linux' sysfs is in `hal.linux`, a fake in `hal.playback`.
@NullMarked
package dev.punchpost.hal.pwm;

import org.jspecify.annotations.NullMarked;
