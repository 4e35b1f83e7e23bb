/// USB (and Bluetooth) card readers, barcode and QR scanners that present themselves as a keyboard and type what they
/// read: "keyboard wedge", "HID keyboard", "keyboard emulation".
///
/// **Source:** USB HID 1.11, appendix B.1 (boot keyboard); USB HID Usage Tables 1.4, page 0x07; Linux
/// `Documentation/input/event-codes.rst` and `include/uapi/linux/input-event-codes.h`. No single datasheet of a reader.
///
/// **Wiring:** a USB socket. The keyboard is grabbed (EVIOCGRAB), so that what is typed on it reaches no console, no
/// login prompt and no other program.
///
/// **A line** is what was typed up to a terminator (Enter or keypad Enter; Tab, if configured). Keys are places, not
/// characters: the layout says which character each is, and must be the one that the *reader* is set to. Then prefix,
/// suffix, pattern and `as` as for a serial line.
///
/// **Quirks**
/// - A key without a character in the layout (an accent, a function key, a letter with Control or Alt) spoils its line:
///   it is rejected. Left out, it would make another number of it.
/// - Caps Lock is such a key: a reader that presses it turns its own letters round. Switch that off in the reader.
/// - Num Lock is ignored: the keypad always types digits. Alt codes (Alt with keypad digits) are not read.
/// - There is no word for "gone": the badge has gone when its line was not repeated for `removedAfter`.
/// - Most readers type EM numbers as ten decimal digits, which look just like ten hex characters: see `as` in the
///   serial-line driver's documentation.
/// - Two readers of one model often have the same serial number or none: give each by its `/dev/input/by-path` link.
///
/// | symptom | cause |
/// |---|---|
/// | keyboard "is not there" | wrong id: `ls /dev/input/by-id/` shows `…-event-kbd` |
/// | "may not be opened" | the service's user is not in group `input` |
/// | "in use by another program" | another program, or a second terminal, grabbed it |
/// | letters wrong (y for z, q for a) | the layout is not the one that the reader is set to |
/// | `rejected` grows with each scan | layout, prefix, suffix, pattern or `as` do not fit; a terminator not configured |
/// | `rejected` grows, one short of the scans | no terminator: add an Enter suffix to the scanner, or configure none |
@NullMarked
package dev.punchpost.drivers.wedge;

import org.jspecify.annotations.NullMarked;
