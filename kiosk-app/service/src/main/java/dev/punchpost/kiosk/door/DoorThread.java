package dev.punchpost.kiosk.door;

import dev.punchpost.drivers.door.Authorisation;
import dev.punchpost.drivers.door.Door;
import dev.punchpost.drivers.door.DoorContact;
import dev.punchpost.drivers.door.DoorEvent;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.RetryPause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.ledger.Content;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns the door: opens its lines, lets people through, tells the ledger what happens, and opens the
/// lines again with back-off when they do not work. Nothing that others do waits for it, and it waits for nobody: a pulse
/// that does not end is an open door.
///
/// [#unlock], [#health], [#hangsOpen] and [#close] may be called from any thread.
public final class DoorThread implements DoorKey, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DoorThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  /// A door that breaks sooner than this after its opening keeps the longer pause.
  private static final long STEADY_MICROS = 10_000_000;
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration WAIT_WITH_BACKLOG = Duration.ofMillis(50);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
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
  private final Ticker ticker;
  private final Pause pause;
  private final Predicate<Content> ledger;
  private final DoorEntries entries = new DoorEntries();
  private final Deque<Content> backlog = new ArrayDeque<>();
  private final Thread thread;
  private final RetryPause opens = new RetryPause(FIRST_PAUSE, LONGEST_PAUSE);
  private boolean lost;
  private volatile @Nullable Door door;
  private volatile Health health;
  private volatile boolean closed;

  /// @param opening opens the lines, with the relay in its safe state; throws [HalException] if it cannot
  /// @param pulse how long each unlocking lasts
  /// @param ledger takes an entry and returns at once; false if it has no place just now: it is offered again
  public DoorThread(Supplier<Door> opening, Duration pulse, Ticker ticker, Pause pause, Predicate<Content> ledger) {
    this.opening = opening;
    this.pulse = pulse;
    this.ticker = ticker;
    this.pause = pause;
    this.ledger = ledger;
    health = new Health(false, ticker.micros(), "not opened yet", false, DoorContact.State.CLOSED);
    thread = Thread.ofPlatform().daemon().name("door").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public Answer unlock(Authorisation who) {
    Door open = door;
    if (open == null || closed) {
      return Answer.NOT_WORKING;
    }
    try {
      open.unlock(who, pulse);
      return Answer.TAKEN;
    } catch (IllegalStateException e) {
      // It was given back between the two lines above.
      return Answer.NOT_WORKING;
    }
  }

  public Health health() {
    Door open = door;
    Health now = health;
    return new Health(now.working(), now.sinceMicros(), now.fault(), open != null && open.relayDriven(), now.contact());
  }

  /// Whether the relay is driven and nobody looks when its pulse ends: then the process must go, and its end puts the
  /// relay into its safe state.
  public boolean hangsOpen(long nowMicros) {
    Door open = door;
    return open != null && open.relayDriven() && nowMicros - open.lastLookMicros() > HANGS_MICROS;
  }

  private void run() {
    try {
      while (!closed) {
        try {
          turn();
        } catch (HalException e) {
          lost(e.kind(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
          LOG.error("the door's driver failed", e);
          lost(Kind.IO, "the driver failed: " + e.getClass().getSimpleName());
        }
      }
    } finally {
      giveBack();
    }
  }

  private void turn() {
    settle();
    Door open = door;
    if (open != null) {
      open.next(backlog.isEmpty() ? WAIT : WAIT_WITH_BACKLOG).ifPresent(event -> happened(open, event));
    } else if (waited()) {
      opened(opening.get());
    }
  }

  /// @return whether it is time to open the lines again
  private boolean waited() {
    Duration left = opens.dueIn(ticker.micros());
    if (left.isZero()) {
      return true;
    }
    try {
      pause.pause(left.compareTo(WAIT) < 0 ? left : WAIT);
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void opened(Door open) {
    long now = ticker.micros();
    door = open;
    health = new Health(true, now, "", false, open.contact());
    if (lost) {
      lost = false;
      LOG.info("the door works again");
      record(new Content.DoorFound());
    } else {
      LOG.info("the door works");
    }
  }

  private void lost(Kind kind, String detail) {
    if (closed) {
      return;
    }
    long now = ticker.micros();
    Health before = health;
    giveBack();
    if (before.working() && now - before.sinceMicros() >= STEADY_MICROS) {
      opens.worked();
    }
    opens.failed(now);
    health = new Health(false, before.working() || !lost ? now : before.sinceMicros(), detail, false,
        before.contact());
    if (!lost) {
      lost = true;
      LOG.warn("the door does not work: {} ({})", detail, kind);
      record(new Content.DoorLost(kind));
    }
  }

  private void happened(Door open, DoorEvent event) {
    Health now = health;
    if (now.contact() != open.contact()) {
      health = new Health(now.working(), now.sinceMicros(), now.fault(), false, open.contact());
    }
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

  private void giveBack() {
    Door open = door;
    door = null;
    if (open != null) {
      open.close();
    }
  }

  /// Ends the thread; the relay is in its safe state then. What the ledger has not taken by now is offered once more.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (!thread.join(STOP_PATIENCE)) {
        LOG.warn("the door's thread does not end; the relay is left to the end of the process");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    settle();
  }
}
