package dev.punchpost.drivers.indicator;

import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.pwm.PwmChannel;

/// What sounds. One thread owns it.
public sealed interface Buzzer extends AutoCloseable {
  /// @param hertz 100 .. 8000
  /// @throws dev.punchpost.hal.HalException if it cannot be driven
  void sound(int hertz);

  /// @throws dev.punchpost.hal.HalException if it cannot be driven
  void silence();

  @Override
  void close();

  /// A piezo without electronics of its own, at a PWM channel.
  ///
  /// @param volume 1 .. 100: the duty goes from 0.5 to 50 %, rising with its square, since ears count that way
  record Passive(PwmChannel channel, int volume) implements Buzzer {
    private static final int LOUDEST = 50;

    public Passive {
      if (volume < 1 || volume > 100) {
        throw new IllegalArgumentException("volume " + volume + ", expected 1 to 100");
      }
    }

    @Override
    public void sound(int hertz) {
      channel.play(hertz, Math.max(1, volume * volume * LOUDEST / 10_000));
    }

    @Override
    public void silence() {
      channel.stop();
    }

    @Override
    public void close() {
      channel.close();
    }
  }

  /// One with electronics: it knows a single pitch and no volume, so that rhythm alone tells.
  ///
  /// @param activeHigh whether high means sound
  record Active(OutputPin pin, boolean activeHigh) implements Buzzer {
    @Override
    public void sound(int hertz) {
      pin.set(activeHigh);
    }

    @Override
    public void silence() {
      pin.set(!activeHigh);
    }

    @Override
    public void close() {
      pin.close();
    }
  }
}
