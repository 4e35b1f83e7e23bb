package dev.punchpost.drivers.indicator;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.panel.Signal.Light;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// LEDs on pins. One thread owns it.
public final class PinLight implements AutoCloseable {
  private final List<OutputPin> pins;
  private final Map<Light, List<OutputPin>> shining;
  private final boolean activeHigh;

  private PinLight(List<OutputPin> pins, Map<Light, List<OutputPin>> shining, boolean activeHigh) {
    this.pins = pins;
    this.shining = new EnumMap<>(shining);
    this.activeHigh = activeHigh;
    try {
      show(Light.OFF);
    } catch (HalException e) {
      close();
      throw e;
    }
  }

  /// An RGB LED without its blue, or a red and a green one side by side: amber is both.
  ///
  /// @param activeHigh true for a common cathode, false for a common anode
  public static PinLight redGreen(OutputPin red, OutputPin green, boolean activeHigh) {
    return new PinLight(List.of(red, green),
        Map.of(Light.RED, List.of(red), Light.GREEN, List.of(green), Light.AMBER, List.of(red, green)), activeHigh);
  }

  /// Three single LEDs.
  public static PinLight three(OutputPin red, OutputPin green, OutputPin amber, boolean activeHigh) {
    return new PinLight(List.of(red, green, amber),
        Map.of(Light.RED, List.of(red), Light.GREEN, List.of(green), Light.AMBER, List.of(amber)), activeHigh);
  }

  /// One LED: it tells by its rhythm only.
  public static PinLight single(OutputPin pin, boolean activeHigh) {
    return new PinLight(List.of(pin),
        Map.of(Light.RED, List.of(pin), Light.GREEN, List.of(pin), Light.AMBER, List.of(pin)), activeHigh);
  }

  /// @throws HalException if a pin cannot be driven
  void show(Light light) {
    List<OutputPin> on = shining.getOrDefault(light, List.of());
    // What goes out goes out first: a change from green to red is no moment of amber.
    for (OutputPin pin : pins) {
      if (!on.contains(pin)) {
        pin.set(!activeHigh);
      }
    }
    for (OutputPin pin : on) {
      pin.set(activeHigh);
    }
  }

  @Override
  public void close() {
    pins.forEach(OutputPin::close);
  }
}
