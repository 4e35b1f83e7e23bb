package dev.punchpost.drivers.door;

import dev.punchpost.drivers.contact.Debounced;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.InputPin;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A door: its relay, its contact, and the button inside. See the package for wiring, and for what happens to the relay
/// when this program ends, hangs or dies.
///
/// One thread owns it and calls [#next] again and again: pulses end there. [#unlock], [#relayDriven] and
/// [#lastLookMicros] may be called from any thread.
public final class Door implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private record Request(Authorisation authorisation, Duration pulse) {}

  private final OutputPin relay;
  private final DoorContact contact;
  private final @Nullable InputPin exit;
  private final Ticker ticker;
  private final Pause pause;
  private final DoorOptions options;
  private final DoorMachine machine;
  private final Debounced<DoorContact.State> contactNow;
  private final Debounced<Boolean> exitNow;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Queue<DoorEvent> events = new ArrayDeque<>();
  private @Nullable HalException broken;
  private volatile boolean driven;
  private volatile long lastLookMicros;
  private volatile boolean closed;

  /// A door without a button inside.
  ///
  /// @param relay is driven into its safe state at once; all pins belong to the door from now on
  /// @throws HalException IO if a pin does not work; all are closed then
  public Door(OutputPin relay, DoorContact contact, Ticker ticker, Pause pause, DoorOptions options) {
    this(relay, contact, ticker, pause, options, null);
  }

  /// @param exit the button inside: low while pressed
  /// @throws HalException IO if a pin does not work; all are closed then
  public Door(OutputPin relay, DoorContact contact, InputPin exit, Ticker ticker, Pause pause, DoorOptions options) {
    this(relay, contact, ticker, pause, options, exit);
  }

  private Door(OutputPin relay, DoorContact contact, Ticker ticker, Pause pause, DoorOptions options,
      @Nullable InputPin exit) {
    this.relay = relay;
    this.contact = contact;
    this.exit = exit;
    this.ticker = ticker;
    this.pause = pause;
    this.options = options;
    try {
      drive(false);
      DoorContact.State state = contact.read();
      long now = ticker.micros();
      machine = new DoorMachine(options, state, now);
      contactNow = new Debounced<>(state, options.debounce());
      // A button that is held at the start, or stuck, opens nothing.
      exitNow = new Debounced<>(pressed(), options.debounce());
      lastLookMicros = now;
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  /// Lets somebody through, from the next look on (within 10 ms): the only way to drive the relay from outside. Any
  /// thread; returns at once.
  ///
  /// @param pulse 1 ms .. [DoorOptions#longestPulse]; a pulse under way is prolonged, never shortened
  /// @throws IllegalStateException if the door is closed
  public void unlock(Authorisation authorisation, Duration pulse) {
    if (pulse.toMillis() < 1 || pulse.compareTo(options.longestPulse()) > 0) {
      throw new IllegalArgumentException("pulse of " + pulse + ", expected up to " + options.longestPulse());
    }
    if (closed) {
      throw new IllegalStateException("the door is given back");
    }
    requests.add(new Request(authorisation, pulse));
  }

  /// Waits for what happens at the door.
  ///
  /// @param timeout longest wait; zero only looks
  /// @return empty if nothing happened in that time
  /// @throws HalException if a pin does not work; the relay is in its safe state then, as far as it can be driven
  public Optional<DoorEvent> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (true) {
      if (events.isEmpty()) {
        requireWorking();
        try {
          look();
        } catch (HalException e) {
          safely();
          throw e;
        }
      }
      Optional<DoorEvent> event = Optional.ofNullable(events.poll());
      long left = deadline - ticker.micros();
      if (event.isPresent() || left <= 0) {
        return event;
      }
      await(Duration.ofNanos(Math.min(left * 1_000, INTERVAL.toNanos())));
    }
  }

  private void look() {
    long now = ticker.micros();
    lastLookMicros = now;
    for (Request request = requests.poll(); request != null; request = requests.poll()) {
      machine.unlock(request.authorisation(), request.pulse(), now);
    }
    if (exitNow.accept(pressed(), now) && exitNow.value()) {
      machine.exitPressed(now);
    }
    if (contactNow.accept(contact.read(), now)) {
      machine.contact(contactNow.value(), now);
    }
    machine.passed(now);
    if (machine.relay() != driven) {
      try {
        drive(machine.relay());
      } catch (HalException e) {
        // Told first, as an event for the ledger; then thrown at each call, so that the door is opened anew.
        broken = e;
        machine.relayFailed(String.valueOf(e.getMessage()), now);
        safely();
      }
    }
    events.addAll(machine.take());
  }

  private boolean pressed() {
    InputPin button = exit;
    return button != null && !button.high();
  }

  private void drive(boolean active) {
    relay.set(active == options.relayActiveHigh());
    driven = active;
  }

  private void safely() {
    driven = false;
    try {
      relay.set(!options.relayActiveHigh());
    } catch (HalException e) {
      // It was told already that a pin does not work.
      return;
    }
  }

  private void await(Duration duration) {
    try {
      pause.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      safely();
      throw new HalException(Kind.IO, "interrupted while watching the door", e);
    }
  }

  private void requireWorking() {
    if (closed) {
      throw new HalException(Kind.IO, "the door is given back");
    }
    HalException reason = broken;
    if (reason != null) {
      throw new HalException(reason.kind(), "the door's relay does not work: " + reason.getMessage(), reason);
    }
  }

  /// Whether the relay is driven now.
  public boolean relayDriven() {
    return driven;
  }

  /// When [#next] last looked: for a watchdog. While nobody calls it no pulse ends.
  public long lastLookMicros() {
    return lastLookMicros;
  }

  /// What the contact says, after its debouncing.
  public DoorContact.State contact() {
    return machine.contact();
  }

  /// Drives the relay into its safe state and gives the pins back. Idempotent; never throws.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      safely();
      release();
    }
  }

  private void release() {
    relay.close();
    contact.close();
    InputPin button = exit;
    if (button != null) {
      button.close();
    }
  }
}
