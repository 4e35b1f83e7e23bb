/// Card readers that pcscd serves: any USB reader of the CCID class (ACR122U, ACR1252U, OMNIKEY 5022/5422, Identiv
/// uTrust 3700 F, …).
///
/// **Source:** PC/SC Workgroup, "Interoperability Specification for ICCs and Personal Computer Systems", part 3,
/// revision 2.01.09: ATR of contactless cards (3.1.3.2.3), GET DATA `FF CA 00 00 00` for the UID (3.2.2.1.3). The API is
/// that of pcsc-lite 1.9 (winscard.h).
///
/// **Wiring:** a USB socket, and the Debian packages `pcscd` (with `libccid`), `libpcsclite1` and `polkitd`. The service's
/// user must be admitted by polkit: systemd/polkit.rules, which our package brings.
///
/// **Method:** one wait in `SCardGetStatusChange`, which pcscd ends when a card comes or goes: no polling. The event
/// counter that comes with it tells a card that was changed for another meanwhile.
///
/// **Quirks**
/// - PC/SC tells neither ATQA nor SAK: a DESFire is known by its ATR (one historical byte, 80), its random number only so.
/// - A type B card gives a number (PUPI) that may be another one each time: it is no identity here.
/// - A card with contacts answers the pseudo-APDU with an error: no identity either.
/// - The kernel's own NFC drivers take an ACR122U away from pcscd: blacklist `pn533_usb` (docs/hardware/pcsc.md).
///
/// | symptom | cause |
/// |---|---|
/// | "libpcsclite.so.1 is not there" | package `libpcsclite1` is missing |
/// | "pcscd does not run, or was restarted" | package or socket unit is missing, or pcscd was just restarted: it comes back by itself |
/// | "pcscd does not admit this user" | the polkit rule is missing |
/// | "there is no card reader" | unplugged; or `pn533_usb` has it; `pcsc_scan` shows what pcscd sees |
/// | "more than one card reader" | give more of its name in `device` |
/// | every card is no identity | a reader for contacts only, or its PICC interface is switched off |
@NullMarked
package dev.punchpost.drivers.pcsc;

import org.jspecify.annotations.NullMarked;
