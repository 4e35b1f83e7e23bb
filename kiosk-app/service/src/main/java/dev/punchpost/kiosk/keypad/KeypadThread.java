package dev.punchpost.kiosk.keypad;

import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.RetryPause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.access.PinGate;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.punch.PunchThread;
import dev.punchpost.kiosk.punch.Wishes;
import dev.punchpost.kiosk.store.RosterStore;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns a keypad: listens, checks PINs, and opens the keypad again with back-off when it does not
/// work, which is told like a reader's loss. [#health] and [#close] may be called from any thread.
public final class KeypadThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeypadThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  /// How the keypad is.
  ///
  /// @param sinceMicros when `working` last changed, microseconds since boot
  /// @param fault why it does not work; empty if it does
  public record Health(boolean working, long sinceMicros, String fault) {}

  /// What keypads share.
  ///
  /// @param told takes an entry that nobody waits for; may wait, and must then give up when interrupted
  /// @param recorded takes an entry, and has it committed when it returns
  /// @param punches where identified workers go
  public record Surroundings(RosterStore roster, PinGate gate, Consumer<Content> told, Consumer<Content> recorded,
      Panel panel, PunchThread punches, Wishes wishes) {}

  private final KeypadSettings settings;
  private final Supplier<Keypad> opening;
  private final Surroundings with;
  private final Ticker ticker;
  private final Pause pause;
  private final KeypadDialogue dialogue;
  private final Thread thread;
  private final RetryPause opens = new RetryPause(FIRST_PAUSE, LONGEST_PAUSE);
  private @Nullable Keypad keypad;
  private boolean lost;
  private volatile Health health;
  private volatile boolean closed;

  /// @param opening opens the keypad; throws [HalException] if it cannot
  public KeypadThread(KeypadSettings settings, Supplier<Keypad> opening, Surroundings with, Ticker ticker,
      Pause pause) {
    this.settings = settings;
    this.opening = opening;
    this.with = with;
    this.ticker = ticker;
    this.pause = pause;
    dialogue = new KeypadDialogue(settings, with.wishes(), with.panel(), new PinDesk(settings, with.roster(),
        with.gate(), with.recorded(), with.panel(), with.punches()::identified, ticker));
    health = new Health(false, ticker.micros(), "not opened yet");
    thread = Thread.ofPlatform().daemon().name("keypad-" + settings.name()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public Health health() {
    return health;
  }

  private void run() {
    try {
      while (!closed) {
        try {
          turn();
        } catch (HalException e) {
          lost(e.kind(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
          // Its message could hold what was typed.
          LOG.error("keypad {}: the driver failed: {}", settings.name(), e.getClass().getName());
          lost(Kind.IO, "the driver failed: " + e.getClass().getSimpleName());
        }
      }
    } finally {
      giveBack();
    }
  }

  private void turn() {
    Keypad open = keypad;
    if (open != null) {
      open.next(WAIT).ifPresentOrElse(dialogue::press, () -> dialogue.passed(ticker.micros()));
    } else if (waited()) {
      opened(opening.get());
    }
  }

  private boolean waited() {
    Duration left = opens.dueIn(ticker.micros());
    if (left.isZero()) {
      return true;
    }
    try {
      pause.pause(left.compareTo(WAIT) < 0 ? left : WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void opened(Keypad open) {
    keypad = open;
    opens.worked();
    LOG.info("keypad {} works", settings.name());
    health = new Health(true, ticker.micros(), "");
    if (lost) {
      lost = false;
      with.panel().show(new Screen.ReaderState(settings.name(), true));
      with.told().accept(new Content.ReaderFound(settings.name()));
    }
  }

  private void lost(Kind kind, String detail) {
    if (closed) {
      return;
    }
    long now = ticker.micros();
    Health before = health;
    giveBack();
    dialogue.broken();
    opens.failed(now);
    health = new Health(false, before.working() || !lost ? now : before.sinceMicros(), detail);
    if (!lost) {
      lost = true;
      LOG.warn("keypad {} does not work: {} ({})", settings.name(), detail, kind);
      with.panel().show(new Screen.ReaderState(settings.name(), false));
      with.told().accept(new Content.ReaderLost(settings.name(), kind));
    }
  }

  private void giveBack() {
    Keypad open = keypad;
    keypad = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    // Not interrupted: it may be in the database, which would close its files. It looks up twice a second.
    try {
      if (!thread.join(STOP_PATIENCE)) {
        LOG.warn("the thread of keypad {} does not end; it is left behind", settings.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
