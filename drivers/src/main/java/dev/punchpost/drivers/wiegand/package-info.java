/// Readers with Wiegand output: two open-collector lines, a pulse on D0 for a 0 and on D1 for a 1.
///
/// **Source:** SIA AC-01-1996.10 "Access Control Standard Protocol for the 26-Bit Wiegand Reader Interface" (pulse
/// width 20 to 100 µs, 0.2 to 20 ms apart, lines idle at +5 V); HID "Understanding Card Data Formats" (H10301, H10306,
/// H10302, H10304).
///
/// **Wiring:** D0 (green) and D1 (white) carry 5 V, and up to 12 V on some readers: a Raspberry Pi's pins take 3.3 V.
/// Use an optocoupler or a level shifter; with an open-collector reader without pull-ups of its own the lines may go
/// straight to the pins, pulled up to 3.3 V. GND (black) of reader and Pi must be joined. Any two free GPIOs of the
/// 40-pin header; the documents use D0 = GPIO 17 (pin 11), D1 = GPIO 27 (pin 13), GND = pin 9. An optocoupler turns
/// the pulses round: set the edge to rising.
///
/// **Method:** one GPIO v2 request for both lines (docs/adr/0006): times and numbers are the kernel's, so that a busy
/// CPU or a garbage collection delays a card and does not change it. A frame is judged when the lines have been silent
/// for `frameGap`: all its pulses numbered without a hole, none nearer than `shortest`, none later than `bitTimeout`,
/// its length one of the formats, its parity right. Anything else is counted by reason and makes no event.
///
/// **Quirks**
/// - The event comes `frameGap` after the last pulse: 26 bits could be the beginning of 34.
/// - There is no word for "gone": most readers send a card once, some again and again. The card has gone when it was
///   not sent for `removedAfter`.
/// - 37 bits can be H10302 or H10304, and nothing in the frame says which. Configure the one that the cards have.
/// - Most formats have their parity over halves, so that two wrong bits in one half pass it. Wires in a metal
///   conduit with mains are not a place for Wiegand; nor are more than 150 m.
/// - Keypads that send each key as 4 or 8 bits are not read: such short frames are noise or a wrong length.
/// - Wiegand is not encrypted and anyone with access to the wires can replay it. Use OSDP where that matters.
///
/// | symptom | cause |
/// |---|---|
/// | nothing, no count moves | reader not powered, D0 and D1 not on the configured lines, wrong edge |
/// | `PARITY` with every card | D0 and D1 swapped; wrong format; backwards: try the other bit order |
/// | `LENGTH` with every card | the cards have another format: look at the number of bits in a capture |
/// | `TOO_CLOSE` | bounce or crosstalk: add 1 nF to GND, shielded cable; or the machine answers interrupts too late |
/// | `LOST_PULSE` | two pulses on a line before the kernel's thread ran: a slower reader setting, less load |
/// | `BROKEN_OFF` | `bitTimeout` too short for this reader |
/// | `noise` grows | no pull-up, open line, GND not joined |
@NullMarked
package dev.punchpost.drivers.wiegand;

import org.jspecify.annotations.NullMarked;
