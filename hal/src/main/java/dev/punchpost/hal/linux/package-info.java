/// The HAL's interfaces on Linux: serial ports (jSerialComm), kernel clocks, pseudo-terminals. Native access sits here only.
@NullMarked
package dev.punchpost.hal.linux;

import org.jspecify.annotations.NullMarked;
