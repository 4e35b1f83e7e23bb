/// A serial line as a driver sees it. The implementation over jSerialComm is in `hal.linux`, recordings and faults are in `hal.playback`.
@NullMarked
package dev.punchpost.hal.serial;

import org.jspecify.annotations.NullMarked;
