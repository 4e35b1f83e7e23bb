package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives the readers of a line their turns, the one that waits longest first. One thread.
final class OsdpPolling {
  private final Ticker ticker;
  private final List<ControlledPd> readers = new ArrayList<>();

  OsdpPolling(Ticker ticker) {
    this.ticker = ticker;
  }

  void add(ControlledPd reader) {
    readers.add(reader);
  }

  void remove(ControlledPd reader) {
    readers.remove(reader);
  }

  List<ControlledPd> readers() {
    return List.copyOf(readers);
  }

  /// One question to one reader, if one is due.
  ///
  /// @return how long nothing is due; zero if something may be; empty if there is no reader
  /// @throws dev.punchpost.hal.HalException if the line is broken
  Optional<Duration> turn(OsdpLine line) {
    readers.removeIf(ControlledPd::done);
    Optional<ControlledPd> first = readers.stream().min(Comparator.comparingLong(ControlledPd::dueMicros));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    long wait = first.get().dueMicros() - ticker.micros();
    if (wait > 0) {
      return Optional.of(Duration.ofNanos(wait * 1000));
    }
    first.get().turn(line);
    return Optional.of(Duration.ZERO);
  }
}
