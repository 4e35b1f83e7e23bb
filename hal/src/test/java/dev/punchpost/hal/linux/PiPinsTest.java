package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.Pull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a technician is told where there is no hardware. What works is shown on a Raspberry Pi only.
class PiPinsTest {
  @TempDir
  private Path dev;

  @Test
  void aMissingBusIsNamedWithWhatToSwitchOn() {
    try (PiPins pins = new PiPins(dev)) {
      HalException spi = assertThrows(HalException.class, () -> pins.spi(0, 1, 1_000_000));
      assertEquals(Kind.NO_DEVICE, spi.kind());
      assertTrue(spi.toString().contains("/dev/spidev0.1"), spi.toString());
      assertTrue(spi.toString().contains("raspi-config"), spi.toString());
      HalException i2c = assertThrows(HalException.class, () -> pins.i2c(1, 0x24));
      assertEquals(Kind.NO_DEVICE, i2c.kind());
      assertTrue(i2c.toString().contains("/dev/i2c-1"), i2c.toString());
      HalException pin = assertThrows(HalException.class, () -> pins.output(25, true));
      assertEquals(Kind.NO_DEVICE, pin.kind());
    }
  }

  /// The device file is there, Pi4J's context comes up, and its native code or the kernel refuses: never anything but
  /// a HalException, and never twice the same leftover.
  @Test
  void whatPi4jThrowsBecomesAHalExceptionEveryTime() throws IOException {
    assumeFalse(Files.exists(Path.of("/dev/spidev9.3")), "this machine has the bus that must be absent");
    for (String name : new String[]{"spidev9.3", "i2c-99", "gpiochip0"}) {
      Files.createFile(dev.resolve(name));
    }
    try (PiPins pins = new PiPins(dev)) {
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThrows(HalException.class, () -> pins.spi(9, 3, 1_000_000));
        assertThrows(HalException.class, () -> pins.i2c(99, 0x24));
        assertThrows(HalException.class, () -> pins.input(4711, Pull.UP));
      }
    }
  }

  @Test
  void pinsWithoutNativeCodeSayThatItIsForArmOnly() throws IOException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "this machine has the native code");
    Files.createFile(dev.resolve("gpiochip0"));
    try (PiPins pins = new PiPins(dev)) {
      HalException e = assertThrows(HalException.class, () -> pins.output(25, true));
      assertEquals(Kind.NO_DEVICE, e.kind(), e.getMessage());
    }
  }

  /// The user's home is the terminal's data directory, and where that has a file system of its own it is noexec.
  @Test
  void whatIsNativeForSpiIsUnpackedIntoTheTemporaryFolderAndNotIntoTheHome() throws IOException {
    assumeFalse(Files.exists(Path.of("/dev/spidev6.3")), "this machine has the bus that must be absent");
    Files.createFile(dev.resolve("spidev6.3"));
    try (PiPins pins = new PiPins(dev)) {
      assertThrows(HalException.class, () -> pins.spi(6, 3, 1_000_000));
    }
    String folder = Path.of(System.getProperty("java.io.tmpdir")).toRealPath() + "/jna";
    assertTrue(Files.readAllLines(Path.of("/proc/self/maps")).stream().anyMatch(line -> line.contains(folder)), folder);
  }

  @Test
  void closingTwiceIsQuiet() {
    PiPins pins = new PiPins(dev);
    pins.close();
    pins.close();
  }
}
