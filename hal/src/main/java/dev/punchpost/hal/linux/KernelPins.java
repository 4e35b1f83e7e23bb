package dev.punchpost.hal.linux;

import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.gpio.Pull;

/// Pins of the GPIO character device.
public final class KernelPins implements PinSource {
  @Override
  public OutputPin output(String chip, String line, boolean high) {
    return GpioOutput.open(chip, line, high);
  }

  @Override
  public InputPin input(String chip, String line, Pull pull) {
    return GpioInput.open(chip, line, pull);
  }
}
