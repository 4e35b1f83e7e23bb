/// RDM6300 and its kin (RDM630, RDM880 clones): 125 kHz EM4100 reader modules.
///
/// **Datasheet:** Seeed Studio, "RDM630 Specification" / ITead "RDM6300 125KHz EM4100 card read module", v1.0.
/// Serial 9600 baud, 8 data bits, no parity, 1 stop bit. The module only sends.
///
/// **Wiring** (P1): 1 TX → RXD of the adapter, 2 RX not used, 3 NC, 4 GND, 5 +5 V. P2: antenna coil. TX is TTL level
/// of 5 V on many boards: a Raspberry Pi's own RXD takes 3.3 V only, so use a USB adapter or a divider (1 kΩ / 2 kΩ).
///
/// **Frame:** `02`, ten hex characters (version, 32-bit tag), two hex characters of checksum (XOR of the five bytes),
/// `03`. Some modules put CR LF before the `03`.
///
/// **Quirks**
/// - The frame is repeated every 65 to 100 ms while a tag is held, and the module has no word for "gone".
/// - Newer clones send a frame once and again only after a second or more: raise `removed-after` if a tag that is held
///   is told over and over.
/// - The tag sends an even-parity code without a checksum of its own; in a noisy field a wrong number may still pass
///   the module's checksum, very rarely.
/// - The number printed on a card is often only the last three bytes, in decimal. The credential has all ten
///   characters: `em:` and the frame's first ten.
///
/// | symptom | cause |
/// |---|---|
/// | nothing at all, `noise` 0 | TX not on RXD, antenna not plugged, 3.3 V instead of 5 V |
/// | only `noise` or `rejected` grow | wrong baud rate, missing ground, a second program reads the same port |
/// | `rejected` grows beside good reads | supply noise (switching regulator near the coil), tag at the edge of the field |
/// | a tag reads only when laid on the coil | metal behind the antenna, two coils too near each other |
/// | port "is not there" | look at `/dev/serial/by-id/`; adapters without a serial number need `by-path` |
@NullMarked
package dev.punchpost.drivers.rdm6300;

import org.jspecify.annotations.NullMarked;
