/// The HAL's interfaces on Linux: serial ports (jSerialComm), edges of GPIO lines, keyboards (evdev), kernel clocks, pseudo-terminals. Native access sits here only.
@NullMarked
package dev.punchpost.hal.linux;

import org.jspecify.annotations.NullMarked;
