/// Fuel gauges of UPS HATs: MAX17040, MAX17043, MAX17048 (Geekworm X728, X729, X1202 and others).
///
/// **Data sheet:** Maxim, "MAX17048/MAX17049", rev. 7, "ModelGauge registers", table 2; "MAX17040/MAX17041", rev. 7. I²C
/// address 36h, registers of 16 bits, high byte first. A step of VCELL is 78.125 µV in both (the MAX17040 has 12 bits,
/// on the left).
///
/// **Wiring:** a HAT on the header: SDA pin 3, SCL pin 5. `dtparam=i2c_arm=on`.
///
/// **Quirks**
/// - After it was connected the charge is a guess from the voltage, and settles within some minutes.
/// - SOC may say up to some 104 %: taken for 100.
/// - HATs with two cells in parallel tell the voltage of one; that is right.
/// - HATs with an INA219 (Waveshare UPS HAT) are something else: not supported.
///
/// | symptom | cause |
/// |---|---|
/// | nobody answers at 0x36 | HAT not seated, I²C off, battery empty: the chip is supplied by the cell |
/// | charge stands at 0 or 100 % | no cell in its holder |
/// | "is no fuel gauge" | another chip at 0x36 |
@NullMarked
package dev.punchpost.drivers.max17048;

import org.jspecify.annotations.NullMarked;
