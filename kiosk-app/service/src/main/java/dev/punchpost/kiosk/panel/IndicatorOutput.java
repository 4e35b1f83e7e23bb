package dev.punchpost.kiosk.panel;

import dev.punchpost.drivers.indicator.GpioIndicator;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.time.RetryPause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Light and tone on pins, behind a [QueuedPanel] of its own: neither the display nor the punch waits for it. Pins that
/// cannot be taken are tried again with back-off; a part that fails later has its own thread, which tries it with each
/// step. [#fault] may be asked from any thread.
public final class IndicatorOutput implements PanelOutput {
  /// A light and a buzzer that play signals, and what is broken of them.
  public interface Device extends AutoCloseable {
    /// Starts the signal and returns at once.
    void play(Signal signal);

    /// What does not work now; empty if all does. Any thread.
    String fault();

    @Override
    void close();

    /// @param played what hears the signals: the indicator, or something around it
    static Device of(GpioIndicator indicator, Indicator played) {
      return new Device() {
        @Override
        public void play(Signal signal) {
          played.play(signal);
        }

        @Override
        public String fault() {
          return indicator.faults().stream()
              .map(fault -> fault.part().name().toLowerCase(Locale.ROOT) + ": " + fault.reason().getMessage())
              .collect(Collectors.joining("; "));
        }

        @Override
        public void close() {
          played.close();
        }
      };
    }
  }

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Supplier<Device> opening;
  private final Ticker ticker;
  private final RetryPause opens = new RetryPause(FIRST_PAUSE, LONGEST_PAUSE);
  private volatile @Nullable Device device;
  private volatile String openingFault = "not opened yet";

  /// Opens nothing yet.
  ///
  /// @param opening takes the pins, or throws a [HalException]
  public IndicatorOutput(Supplier<Device> opening, Ticker ticker) {
    this.opening = opening;
    this.ticker = ticker;
  }

  @Override
  public void show(Showing showing) {
    Optional<Device> open = open();
    if (open.isPresent() && showing.signal().isPresent()) {
      open.get().play(showing.signal().get());
    }
  }

  /// Pins are taken before somebody comes.
  @Override
  public void stay(Showing showing) {
    open();
  }

  /// A signal that comes late is somebody else's.
  @Override
  public boolean momentary() {
    return true;
  }

  private Optional<Device> open() {
    Device open = device;
    if (open != null) {
      return Optional.of(open);
    }
    if (!opens.isDue(ticker.micros())) {
      throw new HalException(HalException.Kind.IO, openingFault);
    }
    try {
      Device opened = opening.get();
      device = opened;
      openingFault = "";
      opens.worked();
      return Optional.of(opened);
    } catch (HalException e) {
      openingFault = "light and tone: " + e.getMessage();
      opens.failed(ticker.micros());
      throw new HalException(e.kind(), openingFault, e);
    }
  }

  /// What does not work now; empty if all does.
  public String fault() {
    Device open = device;
    return open == null ? openingFault : open.fault();
  }

  @Override
  public void close() {
    Device open = device;
    device = null;
    if (open != null) {
      open.close();
    }
  }
}
