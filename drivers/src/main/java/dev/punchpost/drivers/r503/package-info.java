/// Fingerprint modules with the packet protocol EF01: R503 and R503S, R502, R30x (R305, R307), ZFM-20, AS608, FPM10A.
///
/// **Data sheet:** Hangzhou Grow Technology, "R503 Fingerprint Module User Manual", V1.1 (2019-06) and V1.2.2 (2022-10):
/// "UART communication", "Data package format", "Instruction set", "Definition of confirmation code"; ZhianTec,
/// "ZFM-20 Series Fingerprint Identification Module User Manual", V1.4, chapter 5. 57,600 baud, 8 data bits, no parity,
/// 1 stop bit.
///
/// **Wiring** (R503, cable of six): 1 red 3.3 V → header pin 1; 2 black GND → pin 6; 3 yellow TXD → RXD pin 10 (GPIO15);
/// 4 green RXD → TXD pin 8 (GPIO14); 5 blue WAKEUP → any input, such as pin 37 (GPIO26), low while a finger touches;
/// 6 white 3.3 V for the touch sensor → pin 1 (without it the pin tells nothing). R30x take 5 V and have no ring; their
/// lines are 3.3 V.
///
/// **Who decides:** the module matches; we search its whole library (1:N) and get a place and a score. What place is
/// whose, and whether a worker has agreed, the service knows. Templates leave the module as [FingerTemplate], which shows
/// nothing of itself.
///
/// **Quirks**
/// - An answer does not say which instruction it answers: the line is emptied before each question.
/// - After DownChar nobody acknowledges the data, and modules take data packets with a wrong checksum: what was sent is
///   read back before it is stored.
/// - The English manuals leave codes 04 (too dry) and 05 (too wet) out; modules send them.
/// - Modules with two buffers take every buffer number but 1 for 2: of more than two presses they combine the first and
///   the last.
/// - Where a password is set, a module wants it again (code 21) when its power was gone for a moment.
/// - Templates of one model are of no use to another, nor to another firmware line (512, 768, 1536 bytes).
/// - GREEN, YELLOW, CYAN and WHITE of the ring are unknown to firmware before 2020.
///
/// | symptom | cause |
/// |---|---|
/// | does not answer | TXD and RXD swapped, login shell on the port, another speed (9600 × N), 5 V module at 3.3 V |
/// | has another password | set by somebody else; it can be reset by the maker's tool only |
/// | answers, `foreign` grows | its address was changed: set `address` |
/// | `rejected` grows | no common ground, cable beside a motor or a lock |
/// | `restarts` grows | supply too weak: the module draws 50 mA, more while the ring shines |
/// | touch pin never changes | wire 6 not connected; on R30x there is no such pin on some boards |
/// | "hold still" for everybody | sensor dirty or scratched |
@NullMarked
package dev.punchpost.drivers.r503;

import org.jspecify.annotations.NullMarked;
