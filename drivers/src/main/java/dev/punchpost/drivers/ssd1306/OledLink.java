package dev.punchpost.drivers.ssd1306;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.i2c.I2cDevice;
import dev.punchpost.hal.spi.SpiDevice;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How commands and pixels get to the chip.
interface OledLink {
  void command(byte[] bytes);

  void data(byte[] bytes);

  /// The status byte, where the link can read one.
  Optional<Integer> status();

  /// Pulses the reset line, where there is one.
  void reset(Pausing pausing);

  void close();

  /// Waits, or throws.
  interface Pausing {
    void pause(Duration duration);
  }

  /// A control byte says what follows: 0x00 commands, 0x40 data (SSD1306 8.1.5.2).
  record OverI2c(I2cDevice device) implements OledLink {
    @Override
    public void command(byte[] bytes) {
      device.write(with(0x00, bytes));
    }

    @Override
    public void data(byte[] bytes) {
      device.write(with(0x40, bytes));
    }

    @Override
    public Optional<Integer> status() {
      return Optional.of(device.read(1)[0] & 0xFF);
    }

    @Override
    public void reset(Pausing pausing) {
      // Modules for I2C reset themselves when their supply comes.
    }

    @Override
    public void close() {
      device.close();
    }

    private static byte[] with(int control, byte[] bytes) {
      byte[] all = new byte[bytes.length + 1];
      all[0] = (byte) control;
      System.arraycopy(bytes, 0, all, 1, bytes.length);
      return all;
    }
  }

  /// A pin says what follows: low commands, high data (SSD1306 8.1.3).
  record OverSpi(SpiDevice device, OutputPin dataPin, @Nullable OutputPin resetPin) implements OledLink {
    @Override
    public void command(byte[] bytes) {
      dataPin.set(false);
      device.transfer(bytes);
    }

    @Override
    public void data(byte[] bytes) {
      dataPin.set(true);
      device.transfer(bytes);
    }

    @Override
    public Optional<Integer> status() {
      return Optional.empty();
    }

    @Override
    public void reset(Pausing pausing) {
      if (resetPin != null) {
        resetPin.set(true);
        pausing.pause(Duration.ofMillis(1));
        resetPin.set(false);
        pausing.pause(Duration.ofMillis(1));
        resetPin.set(true);
        pausing.pause(Duration.ofMillis(1));
      }
    }

    @Override
    public void close() {
      device.close();
      quietly(dataPin);
      if (resetPin != null) {
        quietly(resetPin);
      }
    }

    private static void quietly(OutputPin pin) {
      try {
        pin.set(false);
      } catch (HalException e) {
        // The pin is given back all the same.
      }
      pin.close();
    }
  }
}
