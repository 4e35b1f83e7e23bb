/// Contacts that should be at rest ([AlarmContact]: tamper switch, mains-fail output), and what drivers of switches share.
///
/// **Data sheet:** none; tamper microswitches ("5 A SPDT with roller"), UPS HATs: Geekworm X728 wiki, "GPIO" (mains lost:
/// GPIO6 high).
///
/// **Wiring:** tamper switch from GPIO25 (pin 22) to ground, held closed by the cover, pull-up of the chip: an open cover
/// and a cut wire are both high. Mains-fail of a UPS HAT: the pin that its maker names, X728: GPIO6 (pin 31).
///
/// | symptom | cause |
/// |---|---|
/// | tamper for ever | cover does not press the switch; normally-open contact used: `alarm-is-high = false` |
/// | mains come and go at each motor start | raise `steady` |
@NullMarked
package dev.punchpost.drivers.contact;

import org.jspecify.annotations.NullMarked;
