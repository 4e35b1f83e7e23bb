/// Devices that type. The implementation over Linux' evdev is in `hal.linux`, playback in `hal.playback`.
@NullMarked
package dev.punchpost.hal.input;

import org.jspecify.annotations.NullMarked;
