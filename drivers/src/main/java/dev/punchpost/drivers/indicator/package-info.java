/// Light and tone on pins: [GpioIndicator] plays [dev.punchpost.hal.panel.Signal]s. An OSDP reader's own light and buzzer
/// are an [dev.punchpost.hal.panel.Indicator] as well (`OsdpBus.indicator`); [QuietIndicator] goes around either.
///
/// **Data sheet:** none; LEDs at 3.3 V with a series resistor, piezos and buzzers of 3 to 5 V. PWM: BCM2711 ARM
/// peripherals, chapter 8; Linux, Documentation/driver-api/pwm.rst.
///
/// **Wiring:** red LED GPIO23 (pin 16) and green GPIO22 (pin 15), 330 Ω each, cathode to GND (pin 14). Passive piezo: PWM
/// on GPIO18 (pin 12), 100 Ω, other side to GND. Active buzzer in its place: GPIO18 through an NPN transistor (1 kΩ to the
/// base, 5 V at the buzzer, diode across it): it draws 30 mA, a pin gives 16.
///
/// **Quirks**
/// - An active buzzer has one pitch: signals differ by rhythm, which is why they all have one.
/// - Amber of a red and a green LED is often more green than amber; signals do not count on it.
/// - Volume is the duty of the PWM; below some 10 % some piezos are silent.
///
/// | symptom | cause |
/// |---|---|
/// | LED shines when it should not | common anode: `active-high = false` |
/// | buzzer only clicks | a passive piezo on the pin of an active one: give it PWM |
/// | tone of one pitch whatever is played | an active buzzer at the PWM |
/// | "pwmchip0 is not there" | `dtoverlay=pwm,pin=18,func=2` missing |
/// | crackling | analogue audio uses the same PWM: `dtparam=audio=off` |
@NullMarked
package dev.punchpost.drivers.indicator;

import org.jspecify.annotations.NullMarked;
