package dev.punchpost.kiosk.door;

import dev.punchpost.drivers.door.Authorisation;
import dev.punchpost.drivers.door.Door;
import dev.punchpost.drivers.door.DoorContact;
import dev.punchpost.drivers.door.DoorEvent;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.device.DeviceThread;
import dev.punchpost.kiosk.device.DeviceThread.Ending;
import dev.punchpost.kiosk.ledger.Content;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door and its thread: lets people through and tells the ledger what happens. Nothing that others do waits for it,
/// and it waits for nobody: a pulse that does not end is an open door.
///
/// [#unlock], [#health], [#hangsOpen] and [#close] may be called from any thread.
public final class DoorThread implements DoorKey, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DoorThread.class);
  private static final Duration WAIT_WITH_BACKLOG = Duration.ofMillis(50);
  private static final int MOST_KEPT = 1_000;
  private static final long HANGS_MICROS = 3_000_000;

  /// How the door is.
  ///
  /// @param sinceMicros when `working` last changed, microseconds since boot
  /// @param fault why it does not work; empty if it does
  /// @param unlocked whether the relay is driven now
  /// @param contact as the contact says; closed where there is none
  public record Health(boolean working, long sinceMicros, String fault, boolean unlocked, DoorContact.State contact) {}

  private final Supplier<Door> opening;
  private final Duration pulse;
  private final Predicate<Content> ledger;
  private final DoorEntries entries = new DoorEntries();
  private final Deque<Content> backlog = new ArrayDeque<>();
  private final DeviceThread<Door> thread;
  private volatile DoorContact.State contact = DoorContact.State.CLOSED;

  /// @param opening opens the lines, with the relay in its safe state; throws [HalException] if it cannot
  /// @param pulse how long each unlocking lasts
  /// @param ledger takes an entry and returns at once; false if it has no place just now: it is offered again
  public DoorThread(Supplier<Door> opening, Duration pulse, Ticker ticker, Pause pause, Predicate<Content> ledger) {
    this.opening = opening;
    this.pulse = pulse;
    this.ledger = ledger;
    thread = new DeviceThread<>("the door", "door", new Guard(), Ending.INTERRUPTED, ticker, pause);
  }

  public void start() {
    thread.start();
  }

  @Override
  public Answer unlock(Authorisation who) {
    Optional<Door> open = thread.device();
    if (open.isEmpty()) {
      return Answer.NOT_WORKING;
    }
    try {
      open.get().unlock(who, pulse);
      return Answer.TAKEN;
    } catch (IllegalStateException e) {
      // It was given back between the two lines above.
      return Answer.NOT_WORKING;
    }
  }

  public Health health() {
    DeviceThread.Health lines = thread.health();
    return new Health(lines.working(), lines.sinceMicros(), lines.fault(),
        thread.device().map(Door::relayDriven).orElse(false), contact);
  }

  /// Whether the relay is driven and nobody looks when its pulse ends: then the process must go, and its end puts the
  /// relay into its safe state.
  public boolean hangsOpen(long nowMicros) {
    return thread.device().map(open -> open.relayDriven() && nowMicros - open.lastLookMicros() > HANGS_MICROS)
        .orElse(false);
  }

  private final class Guard implements DeviceThread.Use<Door> {
    @Override
    public Door open() {
      return opening.get();
    }

    @Override
    public void turn(Door door) {
      settle();
      door.next(backlog.isEmpty() ? DeviceThread.LONGEST_WAIT : WAIT_WITH_BACKLOG)
          .ifPresent(event -> happened(door, event));
    }

    @Override
    public void absent() {
      settle();
    }

    @Override
    public void works(Door door, boolean again) {
      contact = door.contact();
      if (again) {
        record(new Content.DoorFound());
      }
    }

    @Override
    public void broke(Kind kind, boolean first) {
      if (first) {
        record(new Content.DoorLost(kind));
      }
    }

    @Override
    public void close(Door door) {
      door.close();
    }

    /// What the ledger has not taken by now is offered once more.
    @Override
    public void ended() {
      settle();
    }
  }

  private void happened(Door door, DoorEvent event) {
    contact = door.contact();
    if (event instanceof DoorEvent.Forced || event instanceof DoorEvent.HeldOpen
        || event instanceof DoorEvent.ContactTampered) {
      LOG.warn("door alarm: {}", event.getClass().getSimpleName());
    }
    entries.of(event).ifPresent(this::record);
  }

  private void record(Content content) {
    if (backlog.size() >= MOST_KEPT) {
      LOG.error("entry {} is lost: the ledger has not taken {} entries before it", content.type(), backlog.size());
      return;
    }
    backlog.add(content);
    settle();
  }

  private void settle() {
    while (!backlog.isEmpty() && ledger.test(backlog.getFirst())) {
      backlog.removeFirst();
    }
  }

  /// Ends the thread; the relay is in its safe state then.
  @Override
  public void close() {
    thread.close();
  }
}
