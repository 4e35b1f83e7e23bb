/// Keypads: a matrix on pins ([MatrixKeypad]), USB numeric keypads ([NumericKeypad]), an OSDP reader's keypad
/// (`drivers.osdp.OsdpKeypad`), all with the same [Key]s, and [PinEntry] for what must not be seen.
///
/// **Data sheet:** none worth the name; membrane and metal keypads 4×4 and 4×3 ("Keypad 4x4 Matrix", Parallax #27899,
/// schematic). Codes of USB keypads: linux/input-event-codes.h.
///
/// **Wiring** (Parallax order, pin 1 left): rows 1 to 4 → GPIO5 (29), GPIO6 (31), GPIO13 (33), GPIO19 (35), each
/// through **1 kΩ**: two keys of one column connect two driven rows with each other, which harms the Raspberry Pi
/// without the resistors. Columns 5 to 8 → GPIO12 (32), GPIO16 (36), GPIO20 (38), GPIO21 (40), with the chip's own
/// pull-up.
///
/// **Quirks**
/// - Three keys of a rectangle show a fourth: such a scan changes nothing until a key is up again.
/// - Cheap metal keypads bounce for up to 20 ms: raise `debounce` if digits double.
/// - "00" of some USB keypads is two zeros at once.
/// - USB keypads with NumLock of their own send a NumLock before each key; it has no meaning here.
///
/// | symptom | cause |
/// |---|---|
/// | digits of one row or column missing | wire of that row or column |
/// | every key is another one | rows and columns swapped, or the cable turned round |
/// | a key is told once and then never again | shorted contact, water in the keypad |
/// | no key at all, USB keypad | not grabbed: another reader has the device; user not in group `input` |
@NullMarked
package dev.punchpost.drivers.keypad;

import org.jspecify.annotations.NullMarked;
