package dev.punchpost.kiosk.finger;

import dev.punchpost.drivers.r503.RingLight;
import dev.punchpost.drivers.r503.RingLight.Colour;
import dev.punchpost.drivers.r503.RingLight.Mode;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.Signal.Light;
import dev.punchpost.hal.panel.Signal.Step;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The light ring of a fingerprint module: the panel's thread leaves a signal here, and the reader's thread, which owns the
/// module, takes the newest. The ring plays by itself: it flashes as often as the signal's light comes on, in the colour
/// that it ends with. Blue stands for green, because older firmware has no green; purple for amber.
public final class FingerRing implements Indicator {
  /// A flash of some half a second; the ring's unit is a fifty-first of a second.
  private static final int SPEED = 25;

  private final AtomicReference<@Nullable Signal> left = new AtomicReference<>();

  /// Any thread.
  @Override
  public void play(Signal signal) {
    left.set(signal);
  }

  /// What is to be shown now, once.
  Optional<RingLight> take() {
    return Optional.ofNullable(left.getAndSet(null)).flatMap(FingerRing::of);
  }

  static Optional<RingLight> of(Signal signal) {
    int flashes = 0;
    Light before = Light.OFF;
    Light last = Light.OFF;
    for (Step step : signal.steps()) {
      if (step.light() != Light.OFF) {
        flashes += before == Light.OFF ? 1 : 0;
        last = step.light();
      }
      before = step.light();
    }
    int times = flashes;
    return switch (last) {
      case OFF -> Optional.empty();
      case GREEN -> Optional.of(new RingLight(Mode.FLASHING, SPEED, Colour.BLUE, times));
      case RED -> Optional.of(new RingLight(Mode.FLASHING, SPEED, Colour.RED, times));
      case AMBER -> Optional.of(new RingLight(Mode.FLASHING, SPEED, Colour.PURPLE, times));
    };
  }

  /// There is nothing to give back: the module is the reader's.
  @Override
  public void close() {
    left.set(null);
  }
}
