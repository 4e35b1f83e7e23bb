package dev.punchpost.drivers.indicator;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.Signal.Step;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One output of an indicator, with a thread of its own: a buzzer that fails or hangs has nothing to do with the light.
///
/// A failure is noted and logged once; the output is tried again at each step, and that it works again is logged too.
/// [#play] and [#fault] may be called from any thread, and return at once.
final class SignalTrack {
  private static final Logger LOG = LoggerFactory.getLogger(SignalTrack.class);
  private static final Duration LONG = Duration.ofHours(1);

  /// What the output is to do; empty for rest.
  interface Output {
    void become(Optional<Step> step);
  }

  private final String name;
  private final Output output;
  private final AutoCloseable device;
  private final Ticker ticker;
  private final Consumer<Optional<HalException>> listener;
  private final SignalClock clock = new SignalClock();
  private final BlockingQueue<Optional<Signal>> asked = new ArrayBlockingQueue<>(1);
  private final Thread thread;
  private Optional<Step> shown = Optional.empty();
  private boolean mustBecome;
  private volatile Optional<HalException> fault = Optional.empty();
  private volatile boolean closed;

  /// @param listener told on this track's thread when the output fails, and with nothing when it works again
  SignalTrack(String name, Output output, AutoCloseable device, Ticker ticker,
      Consumer<Optional<HalException>> listener) {
    this.name = name;
    this.output = output;
    this.device = device;
    this.ticker = ticker;
    this.listener = listener;
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  void play(Signal signal) {
    ask(Optional.of(signal));
  }

  /// Only the newest counts: an output that hangs has no backlog.
  private void ask(Optional<Signal> signal) {
    while (!asked.offer(signal)) {
      asked.poll();
    }
  }

  Optional<HalException> fault() {
    return fault;
  }

  private void run() {
    try {
      while (!closed) {
        Optional<Signal> next = asked.poll(untilDue(), TimeUnit.MICROSECONDS);
        long now = ticker.micros();
        if (next != null && next.isPresent()) {
          clock.begin(next.get(), now);
          mustBecome = true;
        }
        show(clock.at(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{} has ended", name, e);
    } finally {
      rest();
    }
  }

  private long untilDue() {
    return clock.dueMicros().map(due -> Math.max(0, due - ticker.micros())).orElse(LONG.toNanos() / 1_000);
  }

  private void show(Optional<Step> step) {
    if (!mustBecome && step.equals(shown)) {
      return;
    }
    shown = step;
    mustBecome = false;
    try {
      output.become(step);
      if (fault.isPresent()) {
        LOG.info("{} works again", name);
        fault = Optional.empty();
        listener.accept(fault);
      }
    } catch (HalException e) {
      if (fault.isEmpty()) {
        LOG.warn("{} does not work: {}", name, e.getMessage());
        fault = Optional.of(e);
        listener.accept(fault);
      }
    }
  }

  private void rest() {
    try {
      output.become(Optional.empty());
    } catch (HalException e) {
      LOG.debug("{} could not be put to rest: {}", name, e.getMessage());
    }
    try {
      device.close();
    } catch (Exception e) {
      LOG.warn("{} did not close cleanly: {}", name, e.toString());
    }
  }

  /// Puts the output to rest and gives it back; waits at most a second for one that hangs.
  void close() {
    closed = true;
    ask(Optional.empty());
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
