/// A device on an SPI bus as a driver sees it. The implementation over Pi4J is in `hal.linux`.
@NullMarked
package dev.punchpost.hal.spi;

import org.jspecify.annotations.NullMarked;
