package dev.punchpost.kiosk;

import dev.punchpost.drivers.max17048.Max17048;
import dev.punchpost.drivers.max17048.Max17048Simulator;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.kiosk.config.UpsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// A battery whose charge stands in a file: the test drains it, the program in another process reads it through a gauge.
record SimulatedUps(Path file) {
  /// @param percent of the charge; the voltage fits
  void charge(int percent) {
    try {
      Path next = Files.writeString(file.resolveSibling("battery.next"), Integer.toString(percent));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private I2cDevice gauge() {
    Max17048Simulator chip = new Max17048Simulator(0x0011);
    I2cDevice registers = chip.i2c();
    return new I2cDevice() {
      @Override
      public byte[] read(int length) {
        return registers.read(length);
      }

      @Override
      public void write(byte[] bytes) {
        registers.write(bytes);
      }

      @Override
      public byte[] writeThenRead(byte[] bytes, int length) {
        try {
          int percent = Integer.parseInt(Files.readString(file));
          chip.battery(3_200_000 + percent * 9_000, percent * 256, 0);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return registers.writeThenRead(bytes, length);
      }

      @Override
      public void close() {
        registers.close();
      }
    };
  }

  /// The program, with the chip whose socket is in `PUNCHPOST_TEST_CHIP`, or else this machine's pins, and the battery in
  /// `PUNCHPOST_TEST_BATTERY`. `provisioning/lab/proofs/ups` runs it, too.
  static final class Program {
    private Program() {}

    private static Path path(String name) {
      return Path.of(Optional.ofNullable(System.getenv(name)).orElseThrow());
    }

    public static void main(String[] args) {
      Optional<PinSource> pins = System.getenv("PUNCHPOST_TEST_CHIP") == null
          ? Optional.empty()
          : Optional.of(SimulatedChip.at(path("PUNCHPOST_TEST_CHIP")));
      SimulatedUps ups = new SimulatedUps(path("PUNCHPOST_TEST_BATTERY"));
      System.exit(Main.run(() -> new Wiring() {
        @Override
        protected PinSource pins() {
          return pins.orElseGet(super::pins);
        }

        @Override
        protected Max17048 battery(UpsSettings settings, DriverCatalogue drivers) {
          return new Max17048(ups.gauge());
        }
      }, args));
    }
  }
}
