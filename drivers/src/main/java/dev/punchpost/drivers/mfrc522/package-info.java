/// RC522 modules: the MFRC522 on SPI, which reads ISO 14443 type A cards.
///
/// Datasheet: NXP "MFRC522, Standard performance MIFARE and NTAG frontend", Rev. 3.9 (2016): SPI in 8.1.2, timer in 8.5,
/// registers in 9, commands in 10.3. Cards: ISO/IEC 14443-3:2018, sections 6.2 to 6.5.
///
/// ## Wiring on the 40-pin header
/// | module | header | |
/// |---|---|---|
/// | 3.3V | 1 | never 5 V: the chip dies |
/// | RST | 22 (GPIO25) | |
/// | GND | 6 | |
/// | IRQ | 18 (GPIO24) | optional |
/// | MISO | 21 (GPIO9) | |
/// | MOSI | 19 (GPIO10) | |
/// | SCK | 23 (GPIO11) | |
/// | SDA | 24 (GPIO8, CE0) | the module prints the name that it has on I²C |
///
/// ## Quirks
/// - SPI has no acknowledgement, so the chip is known by VersionReg, and by keeping what is written to it.
/// - After a dip of the supply the chip answers, with the registers of a reset and its antenna off: it looks like an
///   empty field for ever. Four registers are compared before each look, and the chip is set up again.
/// - Clones (0x88, 0x12, 0xB2) work for what is used here. Some hear badly above 43 dB.
/// - The chip does not do ISO 14443-4: a DESFire is known by its UID only. Use a PN532 for cards with keys.
///
/// ## Symptoms
/// | what is seen | usual cause |
/// |---|---|
/// | NO_DEVICE, VersionReg 0x00 | no supply, MISO open, RST low |
/// | NO_DEVICE, VersionReg 0xFF | wrong chip select, MISO shorted to 3.3 V |
/// | NO_DEVICE, does not keep what is written | MOSI open, wires longer than 20 cm, clock above 10 MHz |
/// | set up again, over and over | weak 3.3 V supply: put 100 µF at the module |
/// | cards only when they touch | metal behind the antenna, gain too low, a bad series of modules |
/// | many rejected, few presented | gain too high, a switching supply near the antenna |
/// | "one card please" with one card | a phone with a wallet behind it, or two cards in one sleeve |
@NullMarked
package dev.punchpost.drivers.mfrc522;

import org.jspecify.annotations.NullMarked;
