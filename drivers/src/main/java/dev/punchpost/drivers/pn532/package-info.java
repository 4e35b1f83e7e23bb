/// PN532 modules on a serial line (HSU), I²C or SPI: ISO 14443 type A cards by UID, and DESFire cards by cryptography
/// (see [dev.punchpost.drivers.desfire]).
///
/// Datasheet: NXP UM0701-02 "PN532 User Manual", Rev. 02 (2007): frames in 6.2.1, links in 6.2.2 to 6.2.5, commands in 7.
///
/// ## Wiring on the 40-pin header
/// | module | HSU | I²C | SPI |
/// |---|---|---|---|
/// | VCC | 2 (5 V) or 1 (3.3 V), as the module says | same | same |
/// | GND | 6 | 6 | 6 |
/// | TXD / SDA / MOSI | 10 (GPIO15, RXD) | 3 (GPIO2, SDA) | 19 (GPIO10, MOSI) |
/// | RXD / SCL / MISO | 8 (GPIO14, TXD) | 5 (GPIO3, SCL) | 21 (GPIO9, MISO) |
/// | SCK | | | 23 (GPIO11) |
/// | SS | | | 24 (GPIO8, CE0) |
/// | switches 1, 2 | 0, 0 | 1, 0 | 0, 1 |
///
/// ## Quirks
/// - The chip sleeps after power-on, and wakes differently on each link.
/// - Unless MaxRetries says otherwise, InListPassiveTarget searches until a card comes, and the chip answers nothing else.
/// - A selected card answers no request: the field is switched off and on between two looks while a card is there.
/// - I²C needs clock stretching, which the Raspberry Pi's controller does badly: 100 kHz at most, or use HSU or SPI.
/// - SPI is least significant bit first; the driver turns the bits round.
///
/// ## Symptoms
/// | what is seen | usual cause |
/// |---|---|
/// | does not acknowledge | switches, TX and RX swapped, the serial console still on the port |
/// | NO_DEVICE on I²C | switches, no pull-ups, address other than 0x24 |
/// | set up again, over and over | weak supply: the antenna draws 150 mA |
/// | rejected grows | long wires; on I²C clock stretching |
/// | a DESFire is TAKEN_TOO_SOON | it needs about 60 ms on the reader; a metal plate behind the antenna |
@NullMarked
package dev.punchpost.drivers.pn532;

import org.jspecify.annotations.NullMarked;
