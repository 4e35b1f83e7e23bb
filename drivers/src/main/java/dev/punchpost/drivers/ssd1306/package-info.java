/// Small OLED displays, 128x64 and 128x32, with an SSD1306 or SH1106, on I²C or SPI.
///
/// Data sheets: Solomon Systech "SSD1306", Rev. 1.1 (2008): interfaces 8.1, memory 8.7, commands tables 9 and 10, and its
/// application note (power up). Sino Wealth "SH1106", V2.3: commands from page 19.
///
/// ## Wiring on the 40-pin header
/// | module | I²C | SPI | |
/// |---|---|---|---|
/// | GND | 6 | 6 | |
/// | VCC | 1 (3.3 V) | 1 (3.3 V) | modules with a regulator also take 5 V |
/// | SCL, D0 | 5 (GPIO3) | 23 (GPIO11) | |
/// | SDA, D1 | 3 (GPIO2) | 19 (GPIO10) | |
/// | RES | | 22 (GPIO25) | |
/// | DC | | 18 (GPIO24) | |
/// | CS | | 24 (GPIO8, CE0) | |
///
/// ## Quirks
/// - 1.3" modules sold as SSD1306 often have an SH1106: the picture is then two columns off, with a stripe of snow at the
///   edge. The chips cannot be told apart over I²C.
/// - A reset leaves the display off and the memory as it was. On I²C the status byte tells; on SPI nothing does.
/// - Pixels age with the light that they gave: the picture moves by up to two pixels, and `dim` is meant for the night.
///
/// ## Symptoms
/// | what is seen | usual cause |
/// |---|---|
/// | NO_DEVICE | no supply, SDA and SCL exchanged, address 0x3D in place of 0x3C |
/// | two columns off, snow at the edge | the other controller |
/// | every other row, or text half as high | the other height |
/// | dark, no error, on SPI | D/C or CS at the wrong pin |
/// | upside down | `upside-down` |
@NullMarked
package dev.punchpost.drivers.ssd1306;

import org.jspecify.annotations.NullMarked;
