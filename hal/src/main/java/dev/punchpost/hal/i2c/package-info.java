/// A device on an I²C bus as a driver sees it. The implementation over Pi4J is in `hal.linux`.
@NullMarked
package dev.punchpost.hal.i2c;

import org.jspecify.annotations.NullMarked;
