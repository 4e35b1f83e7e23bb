/// Displays of characters, 16x2 and 20x4, with an HD44780 or a relative (KS0066, ST7066, SPLC780) and a PCF8574 or
/// PCF8574A backpack on I²C.
///
/// Data sheets: Hitachi "HD44780U (LCD-II)", ADE-207-272(Z) Rev. 0.0: instructions table 6, setting up in 4-bit
/// operation figure 24, characters table 4, timing figure 25. NXP "PCF8574; PCF8574A", Rev. 5 (2013): section 8.
///
/// ## Wiring on the 40-pin header
/// | backpack | header | |
/// |---|---|---|
/// | GND | 6 | |
/// | VCC | 4 (5 V) | the glass wants 5 V |
/// | SDA | 3 (GPIO2) | through a level shifter, or without the backpack's pull-ups to 5 V |
/// | SCL | 5 (GPIO3) | likewise |
///
/// The backpack joins P0 to RS, P1 to RW, P2 to E, P3 to the light's transistor, P4 to P7 to D4 to D7. A few old ones
/// are joined otherwise and show nothing.
///
/// ## Quirks
/// - The chip has no answer to a command. Whether it is in step is known of the PCF8574 only: after a loss of its supply
///   all of its pins are high, which is looked for before each showing. A spike on the wires is not told by anything;
///   everything is set up anew every ten minutes, without flicker.
/// - The contents of ROM A00 and A02 differ above 0x7F; the chip cannot be asked which it has.
/// - 0x27 is the usual address of a PCF8574, 0x3F of a PCF8574A.
///
/// ## Symptoms
/// | what is seen | usual cause |
/// |---|---|
/// | light, no characters | contrast: turn the blue trimmer |
/// | dark boxes in the first row | not set up: E, RS or a data line is open, or an unusual backpack |
/// | NO_DEVICE | no supply, SDA and SCL exchanged, other address (`i2cdetect -y 1`) |
/// | Japanese in place of accents | the module has ROM A00, configured is A02 |
/// | garbage for up to ten minutes | spikes from a door opener on the wires: shorter ones, a diode at its coil |
/// | restarts counted over and over | weak 5 V supply |
@NullMarked
package dev.punchpost.drivers.hd44780;

import org.jspecify.annotations.NullMarked;
