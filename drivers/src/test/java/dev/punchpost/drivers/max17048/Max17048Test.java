package dev.punchpost.drivers.max17048;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.drivers.max17048.BatteryPolicy.Verdict;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.i2c.I2cDevice;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class Max17048Test {
  private final Max17048Simulator chip = new Max17048Simulator(0x0011);

  @Test
  void theBytesOnTheBusAreTheDataSheets() {
    List<String> asked = new ArrayList<>();
    I2cDevice bus = new I2cDevice() {
      @Override
      public byte[] read(int length) {
        throw new IllegalStateException("not used");
      }

      @Override
      public void write(byte[] bytes) {
        throw new IllegalStateException("not used");
      }

      @Override
      public byte[] writeThenRead(byte[] bytes, int length) {
        assertEquals(2, length);
        asked.add(HexFormat.of().formatHex(bytes));
        return HexFormat.of().parseHex(switch (bytes[0]) {
          case 0x08 -> "0011"; // VERSION
          case 0x02 -> "C000"; // VCELL: 49152 × 78.125 µV = 3.84 V
          case 0x04 -> "3280"; // SOC: 50.5 %
          case 0x16 -> "FFCE"; // CRATE: -50 × 0.208 % an hour
          default -> throw new IllegalStateException("register " + bytes[0]);
        });
      }

      @Override
      public void close() {}
    };
    Max17048 gauge = new Max17048(bus);
    assertEquals(new BatteryLevel(3_840, 505), gauge.level());
    assertEquals(OptionalInt.of(-104), gauge.permillePerHour());
    assertArrayEquals(new Object[]{"08", "02", "04", "16"}, asked.toArray());
  }

  @Test
  void aBatteryIsRead() {
    Max17048 gauge = new Max17048(chip.i2c());
    chip.battery(3_700_000, 42 * 256 + 128, -12);
    assertEquals(new BatteryLevel(3_700, 425), gauge.level());
    assertEquals(OptionalInt.of(-24), gauge.permillePerHour());
    chip.battery(4_200_000, 103 * 256, 0);
    assertEquals(1_000, gauge.level().permille());
  }

  @Test
  void anOldChipDoesNotKnowItsRate() {
    assertEquals(OptionalInt.empty(), new Max17048(new Max17048Simulator(0x0002).i2c()).permillePerHour());
  }

  @Test
  void aHatThatWasPulledOffAndGarbageAreErrors() {
    Max17048 gauge = new Max17048(chip.i2c());
    chip.garbage(Max17048.VCELL, 0xFFFF);
    chip.garbage(Max17048.SOC, 0xFFFF);
    assertEquals(Kind.PROTOCOL, assertThrows(HalException.class, gauge::level).kind());
    chip.unplug();
    assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, gauge::level).kind());
    assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, () -> new Max17048(chip.i2c())).kind());
    I2cDevice other = new Max17048Simulator(0xFFFF).i2c();
    assertEquals(Kind.PROTOCOL, assertThrows(HalException.class, () -> new Max17048(other)).kind());
  }

  @Test
  void onBatteryTheLevelDecidesAndOneWrongReadingShutsNothingDown() {
    BatteryPolicy policy = new BatteryPolicy(BatteryPolicy.Options.defaults());
    BatteryLevel full = new BatteryLevel(4_000, 900);
    BatteryLevel low = new BatteryLevel(3_600, 299);
    BatteryLevel empty = new BatteryLevel(3_300, 99);
    assertEquals(Verdict.MAINS, policy.judge(true, empty));
    assertEquals(Verdict.BATTERY, policy.judge(false, full));
    assertEquals(Verdict.LOW, policy.judge(false, low));
    assertEquals(Verdict.LOW, policy.judge(false, empty));
    assertEquals(Verdict.LOW, policy.judge(false, empty));
    assertEquals(Verdict.BATTERY, policy.judge(false, full));
    for (Verdict verdict : List.of(Verdict.LOW, Verdict.LOW, Verdict.SHUT_DOWN, Verdict.SHUT_DOWN)) {
      assertEquals(verdict, policy.judge(false, empty));
    }
    assertEquals(Verdict.MAINS, policy.judge(true, empty));
    assertEquals(Verdict.LOW, policy.judge(false, empty));
    for (int i = 0; i < 10; i++) {
      assertEquals(Verdict.LOW, policy.judge(false, new BatteryLevel(4_050, 0)), "a gauge that guesses");
    }
    assertThrows(IllegalArgumentException.class, () -> new BatteryPolicy.Options(100, 200));
  }
}
