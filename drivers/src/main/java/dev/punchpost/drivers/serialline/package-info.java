/// Readers and QR or barcode scanners that send a line of text over a serial port.
///
/// **Source:** no single datasheet; this is what scanners call "USB-COM" or "RS-232" mode (such as Honeywell
/// "Voyager 1400g User's Guide", Zebra "DS9308 Product Reference Guide"), and many card readers "ASCII output".
///
/// **Wiring:** a USB cable (CDC-ACM, `/dev/serial/by-id/…`), or RS-232 through an adapter. A scanner that comes up as
/// a keyboard must be switched to its COM mode with the barcode in its manual.
///
/// **A line** ends with CR, LF or both; empty lines are nothing. Prefix and suffix are taken off (a line without them
/// is rejected), then the pattern must match the whole rest, and its group 1, if it has one, is the value. The option
/// `as` says what the value is. UTF-8.
///
/// **Quirks**
/// - There is no word for "gone": the badge has gone when its line was not repeated for `removedAfter`.
/// - A reader set to *decimal* output sends EM numbers as ten digits, which look just like ten hex characters: it
///   would make another badge of them. Set such a reader to hexadecimal, or use `as = "text"` for it alone.
/// - A reader set to reversed byte order makes another badge as well; compare one card with another reader first.
/// - The pattern is the operator's own and may be a slow one. A match that takes more than a million steps is
///   given up and the line rejected, so that the reader stays alive.
///
/// | symptom | cause |
/// |---|---|
/// | `rejected` grows with each scan | prefix, suffix, pattern or `as` do not fit; look at a scan in a terminal program |
/// | nothing, and no count moves | keyboard mode; wrong port; the scanner sends no line end (add a CR suffix to it) |
/// | strange characters, `rejected` | wrong baud rate or parity |
/// | one scan counts as two | `removedAfter` shorter than the scanner's own repeat |
@NullMarked
package dev.punchpost.drivers.serialline;

import org.jspecify.annotations.NullMarked;
