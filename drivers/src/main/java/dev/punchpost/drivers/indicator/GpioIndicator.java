package dev.punchpost.drivers.indicator;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.Signal.Light;
import dev.punchpost.hal.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// LEDs and a buzzer on pins. Light and tone have a thread each: one that is dead, or hangs, does not touch the other.
///
/// [#play] returns at once and never throws: what fails is in [#faults] and told to the listener, and the output is
/// tried again with the next step. One thread owns it, as every [Indicator]; [#faults] may be asked from any.
public final class GpioIndicator implements Indicator {
  /// Which output.
  public enum Part {
    LIGHT,
    BUZZER
  }

  /// A part that does not work.
  public record Fault(Part part, HalException reason) {}

  /// Hears of parts that fail and work again, on the part's thread; must return at once.
  @FunctionalInterface
  public interface Listener {
    /// @param reason empty if it works again
    void told(Part part, Optional<HalException> reason);
  }

  private final Optional<SignalTrack> light;
  private final Optional<SignalTrack> buzzer;

  private GpioIndicator(Optional<SignalTrack> light, Optional<SignalTrack> buzzer) {
    this.light = light;
    this.buzzer = buzzer;
  }

  /// Light and tone; both belong to the indicator from now on.
  public static GpioIndicator of(PinLight light, Buzzer buzzer, Ticker ticker, Listener listener) {
    return new GpioIndicator(Optional.of(lightTrack(light, ticker, listener)),
        Optional.of(buzzerTrack(buzzer, ticker, listener)));
  }

  public static GpioIndicator lightOnly(PinLight light, Ticker ticker, Listener listener) {
    return new GpioIndicator(Optional.of(lightTrack(light, ticker, listener)), Optional.empty());
  }

  public static GpioIndicator buzzerOnly(Buzzer buzzer, Ticker ticker, Listener listener) {
    return new GpioIndicator(Optional.empty(), Optional.of(buzzerTrack(buzzer, ticker, listener)));
  }

  private static SignalTrack lightTrack(PinLight light, Ticker ticker, Listener listener) {
    return new SignalTrack("indicator light",
        step -> light.show(step.map(Signal.Step::light).orElse(Light.OFF)), light, ticker,
        reason -> listener.told(Part.LIGHT, reason));
  }

  private static SignalTrack buzzerTrack(Buzzer buzzer, Ticker ticker, Listener listener) {
    return new SignalTrack("indicator buzzer", step -> {
      int hertz = step.map(Signal.Step::hertz).orElse(0);
      if (hertz == 0) {
        buzzer.silence();
      } else {
        buzzer.sound(hertz);
      }
    }, buzzer, ticker, reason -> listener.told(Part.BUZZER, reason));
  }

  @Override
  public void play(Signal signal) {
    light.ifPresent(track -> track.play(signal));
    buzzer.ifPresent(track -> track.play(signal));
  }

  /// The parts that do not work now.
  public List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    light.flatMap(SignalTrack::fault).ifPresent(e -> faults.add(new Fault(Part.LIGHT, e)));
    buzzer.flatMap(SignalTrack::fault).ifPresent(e -> faults.add(new Fault(Part.BUZZER, e)));
    return List.copyOf(faults);
  }

  /// Dark and silent; gives the pins back.
  @Override
  public void close() {
    light.ifPresent(SignalTrack::close);
    buzzer.ifPresent(SignalTrack::close);
  }
}
