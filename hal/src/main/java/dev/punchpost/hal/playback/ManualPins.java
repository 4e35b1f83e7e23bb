package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.gpio.PinSource;
import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.time.Pause;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Pins of a chip whose levels are set and seen by hand, and that breaks when it is told to. A line has one holder at a
/// time; what it reads is kept over its holders. Thread-safe.
public final class ManualPins implements PinSource {
  private final Pause pause;
  private final Map<String, Boolean> levels = new HashMap<>();
  private final Map<String, ManualInputPin> inputs = new HashMap<>();
  private final Map<String, ManualOutputPin> outputs = new HashMap<>();
  private Optional<Kind> fault = Optional.empty();

  /// @param pause how it is waited for a level
  public ManualPins(Pause pause) {
    this.pause = pause;
  }

  @Override
  public synchronized OutputPin output(String chip, String line, boolean high) {
    requireFree(line);
    ManualOutputPin pin = new ManualOutputPin(high);
    outputs.put(line, pin);
    return pin;
  }

  @Override
  public synchronized InputPin input(String chip, String line, Pull pull) {
    requireFree(line);
    ManualInputPin pin = new ManualInputPin(levels.getOrDefault(line, pull == Pull.UP), pause);
    inputs.put(line, pin);
    return pin;
  }

  private void requireFree(String line) {
    if (fault.isPresent()) {
      throw new HalException(fault.get(), "chip is broken, as its test says");
    }
    ManualInputPin in = inputs.get(line);
    ManualOutputPin out = outputs.get(line);
    if ((in != null && !in.closed()) || (out != null && !out.closed())) {
      throw new HalException(Kind.BUSY, "line " + line + " is in use");
    }
  }

  /// Sets the level that a line reads, now and whenever it is taken again.
  public synchronized void put(String line, boolean high) {
    levels.put(line, high);
    ManualInputPin pin = inputs.get(line);
    if (pin != null) {
      pin.put(high);
    }
  }

  /// The level at which a line is driven; empty if nobody drives it.
  public synchronized Optional<Boolean> driven(String line) {
    return Optional.ofNullable(outputs.get(line)).filter(pin -> !pin.closed()).map(ManualOutputPin::high);
  }

  /// From now on no line can be taken, read or driven, until it is empty.
  public synchronized void breakDown(Optional<Kind> kind) {
    fault = kind;
    inputs.values().forEach(pin -> pin.breakDown(kind));
    outputs.values().forEach(pin -> pin.breakDown(kind));
  }
}
