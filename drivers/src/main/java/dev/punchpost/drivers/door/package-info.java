/// A door: relay, contact, button inside ([Door]).
///
/// **Data sheet:** none; relay modules with optocoupler ("SRD-05VDC-SL-C"), magnetic contacts, strikes of 12 V. Kernel:
/// linux/gpio.h; raspberrypi/linux pull requests 6117 (`strict_gpiod`) and 6150 (`persist_gpio_outputs`).
///
/// **Wiring:** relay module IN → GPIO24 (pin 18), VCC → 5 V (pin 2), GND → pin 20, **10 kΩ from IN to the level at which
/// the relay is off** (GND for active high, 3.3 V for active low). Contact to ground: GPIO17 (pin 11), and the second
/// half of a changeover at GPIO27 (pin 13), pull-ups of the chip. Button inside to ground: GPIO4 (pin 7).
/// A free-wheeling diode across a strike of direct current (1N4007, ring to plus), a varistor across one of alternating
/// current. The relay is a potential-free contact: never the strike's current through the Raspberry Pi.
///
/// **Fail-secure** (strike opens with current): strike at COM and NO; without power the door is locked from outside, and
/// the way out must be a handle. **Fail-safe** (magnet holds with current): magnet at COM and NC; without power the door
/// is free. On an escape route only fail-safe, with a fire alarm contact and a green emergency button *in the magnet's
/// supply*, not through any program. The relay's safe state is the one without current in its coil, for both.
///
/// **What happens to the relay when this program goes**
///
/// | how | what puts it into its safe state |
/// |---|---|
/// | `close`, a failing pin, an interrupt | [Door] itself |
/// | the owner of the door does not call [Door#next] any more | the service does not feed its watchdog while the relay is driven and [Door#lastLookMicros] is old |
/// | the JVM hangs (or is stopped) | systemd's `WatchdogSec=` kills it, then as for a crash |
/// | crash, `kill -9`, out of memory | the kernel closes the line: it becomes an input with `dtparam=strict_gpiod`, and the resistor decides; without it the Raspberry Pi's kernel **keeps the last level**. `ExecStopPost=` (systemd/relay-safe) drives it into the safe state in either case |
/// | the kernel hangs | the hardware watchdog (`RuntimeWatchdogSec=` of systemd) resets; the resistor decides |
/// | power off | no current in the coil |
///
/// **Quirks**
/// - Opening a line through Pi4J may drive the wrong level for a moment; `hal.linux.GpioOutput` asks for the line and its
///   level in one step.
/// - Active-low relay modules with VCC of 5 V see 3.3 V as "nearly off" and may hum: power the optocoupler from 3.3 V
///   (jumper JD-VCC taken off).
///
/// | symptom | cause |
/// |---|---|
/// | door opens at boot | resistor missing, or wrong `relay-active` |
/// | forced at every punch | contact at the wrong wing, or `grace` shorter than the door's inertia |
/// | contact flutters | magnet too far: 15 mm are usual; raise `debounce` |
/// | tampered | one wire of the changeover off; contact with two wires configured as supervised |
/// | the Raspberry Pi restarts when the strike releases | no diode, or a common supply without its own fuse |
@NullMarked
package dev.punchpost.drivers.door;

import org.jspecify.annotations.NullMarked;
