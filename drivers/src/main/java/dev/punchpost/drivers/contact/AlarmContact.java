package dev.punchpost.drivers.contact;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/// A contact that should be at rest: the tamper switch of the housing, the mains-fail output of a UPS HAT. See the
/// package for wiring. One thread owns it; [#raised] may be asked from any.
///
/// It sleeps until its pin changes. An alarm at the start is told as [AlarmEvent.Raised].
public final class AlarmContact implements AutoCloseable {
  /// @param alarmIsHigh level of the pin in alarm
  /// @param steady how long it must be so, 5 ms .. 10 s
  public record Options(boolean alarmIsHigh, Duration steady) {
    public Options {
      if (steady.toMillis() < 5 || steady.toMillis() > 10_000) {
        throw new IllegalArgumentException("steady " + steady + ", expected 5 ms to 10 s");
      }
    }

    /// A switch to ground that the closed cover holds down, pin pulled up: high is open, or cut.
    public static Options tamperSwitch() {
      return new Options(true, Duration.ofMillis(50));
    }

    /// A UPS HAT that says with high that the mains are gone; flickering mains are not.
    public static Options mainsFail() {
      return new Options(true, Duration.ofSeconds(1));
    }
  }

  private static final Duration LOOK = Duration.ofMillis(5);

  private final InputPin pin;
  private final Ticker ticker;
  private final Pause pause;
  private final Options options;
  private final Debounced<Boolean> alarm;
  private volatile boolean raised;

  /// @param pin belongs to this contact from now on
  /// @throws HalException IO if the pin cannot be read; it is closed then
  public AlarmContact(InputPin pin, Ticker ticker, Pause pause, Options options) {
    this.pin = pin;
    this.ticker = ticker;
    this.pause = pause;
    this.options = options;
    alarm = new Debounced<>(false, options.steady());
    try {
      pin.high();
    } catch (HalException e) {
      pin.close();
      throw e;
    }
  }

  /// Waits for a change.
  ///
  /// @param timeout longest wait; zero only looks
  /// @return empty if nothing changed for good in that time
  /// @throws HalException IO if the pin cannot be read
  public Optional<AlarmEvent> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (true) {
      long now = ticker.micros();
      boolean seen = pin.high() == options.alarmIsHigh();
      if (alarm.accept(seen, now)) {
        raised = alarm.value();
        return Optional.of(raised ? new AlarmEvent.Raised(now) : new AlarmEvent.Cleared(now));
      }
      long left = deadline - now;
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
      Duration rest = Duration.ofNanos(left * 1_000);
      if (seen == alarm.value()) {
        pin.await(seen != options.alarmIsHigh(), rest);
      } else {
        await(rest.compareTo(LOOK) < 0 ? rest : LOOK);
      }
    }
  }

  private void await(Duration duration) {
    try {
      pause.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(Kind.IO, "interrupted while watching a contact", e);
    }
  }

  /// Whether the alarm that was told last is on.
  public boolean raised() {
    return raised;
  }

  @Override
  public void close() {
    pin.close();
  }
}
