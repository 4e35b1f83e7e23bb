package dev.punchpost.drivers.door;

import dev.punchpost.drivers.door.DoorContact.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a door means by what its wires say: unlockings, contact and time in; events and the relay's state out. Pure;
/// owned by one thread.
final class DoorMachine {
  private final DoorOptions options;
  private final List<DoorEvent> events = new ArrayList<>();
  private State contact;
  private boolean relay;
  private long relayUntil;
  private @Nullable Authorisation grant;
  private long grantUntil;
  private boolean open;
  private long openSince;
  private boolean held;
  private boolean alarm;

  /// @param contact what it is at the start
  DoorMachine(DoorOptions options, State contact, long nowMicros) {
    this.options = options;
    this.contact = contact;
    if (contact == State.OPEN) {
      opened(nowMicros);
      events.add(new DoorEvent.FoundOpen(nowMicros));
    } else if (contact == State.TAMPERED) {
      events.add(new DoorEvent.ContactTampered(nowMicros));
    }
  }

  /// Whether the relay is to be driven.
  boolean relay() {
    return relay;
  }

  /// Whether the door is open, as far as is known.
  State contact() {
    return contact;
  }

  /// What has happened since this was asked last.
  List<DoorEvent> take() {
    List<DoorEvent> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  void unlock(Authorisation authorisation, Duration pulse, long now) {
    long until = now + micros(pulse);
    relayUntil = relay ? Math.max(relayUntil, until) : until;
    relay = true;
    allow(authorisation, relayUntil);
    events.add(new DoorEvent.Unlocked(authorisation, pulse, now));
  }

  void exitPressed(long now) {
    switch (options.exit()) {
      case UNLOCK -> unlock(new Authorisation.RequestToExit(), options.exitPulse(), now);
      case SHUNT -> {
        allow(new Authorisation.RequestToExit(), now + micros(options.exitPulse()));
        events.add(new DoorEvent.ExitRequested(now));
      }
    }
  }

  private void allow(Authorisation authorisation, long until) {
    grant = authorisation;
    grantUntil = until + micros(options.grace());
  }

  /// The relay cannot be driven: nobody was let in by it.
  void relayFailed(String reason, long now) {
    relay = false;
    grant = null;
    events.removeIf(event -> event instanceof DoorEvent.Unlocked || event instanceof DoorEvent.Locked);
    events.add(new DoorEvent.RelayFailed(reason, now));
  }

  /// The contact has changed, after its debouncing.
  void contact(State now, long at) {
    State before = contact;
    contact = now;
    if (now == State.TAMPERED) {
      events.add(new DoorEvent.ContactTampered(at));
      return;
    }
    if (before == State.TAMPERED) {
      events.add(new DoorEvent.ContactRestored(at));
    }
    if (now == State.OPEN && !open) {
      Authorisation allowed = grant;
      opened(at);
      if (allowed != null && at <= grantUntil) {
        events.add(new DoorEvent.Opened(allowed, at));
      } else {
        alarm = true;
        events.add(new DoorEvent.Forced(at));
      }
    } else if (now == State.CLOSED && open) {
      closed(at);
    }
  }

  private void opened(long at) {
    open = true;
    openSince = at;
    held = false;
    alarm = false;
  }

  private void closed(long at) {
    open = false;
    events.add(new DoorEvent.Closed(duration(at - openSince), alarm || held, at));
    if (options.relockOnClose()) {
      // Nobody else walks in on the same authorisation.
      grant = null;
      if (relay) {
        lock(at);
      }
    }
  }

  /// Time has passed.
  void passed(long now) {
    if (relay && now >= relayUntil) {
      lock(now);
    }
    long allowedFrom = relay ? now : Math.max(openSince, relayUntil);
    if (open && !held && now - allowedFrom >= micros(options.heldAfter())) {
      held = true;
      events.add(new DoorEvent.HeldOpen(duration(now - openSince), now));
    }
  }

  private void lock(long now) {
    relay = false;
    relayUntil = now;
    events.add(new DoorEvent.Locked(now));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private static Duration duration(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }
}
