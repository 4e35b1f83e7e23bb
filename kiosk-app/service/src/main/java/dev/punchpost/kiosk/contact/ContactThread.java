package dev.punchpost.kiosk.contact;

import dev.punchpost.drivers.contact.AlarmContact;
import dev.punchpost.drivers.contact.AlarmEvent;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.RetryPause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.ContactSettings;
import dev.punchpost.kiosk.config.ContactSettings.Which;
import dev.punchpost.kiosk.ledger.Content;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns a contact: tells the ledger when its alarm begins and ends, and opens the line again with
/// back-off when it does not work. [#health] and [#close] may be called from any thread.
public final class ContactThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContactThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  /// How the contact is.
  ///
  /// @param raised the alarm, as it was told last
  /// @param sinceMicros when `working` or `raised` last changed, microseconds since boot
  /// @param fault why its line does not work; empty if it does
  public record Health(boolean working, boolean raised, long sinceMicros, String fault) {}

  private final Which which;
  private final Supplier<AlarmContact> opening;
  private final Ticker ticker;
  private final Pause pause;
  private final Consumer<Content> ledger;
  private final Thread thread;
  private @Nullable AlarmContact contact;
  private final RetryPause opens = new RetryPause(FIRST_PAUSE, LONGEST_PAUSE);
  private volatile Health health;
  private volatile boolean closed;

  /// @param opening takes the line; throws [HalException] if it cannot
  /// @param ledger takes an entry; may wait, and must then give up when interrupted
  public ContactThread(ContactSettings settings, Supplier<AlarmContact> opening, Ticker ticker, Pause pause,
      Consumer<Content> ledger) {
    which = settings.which();
    this.opening = opening;
    this.ticker = ticker;
    this.pause = pause;
    this.ledger = ledger;
    health = new Health(false, false, ticker.micros(), "not opened yet");
    thread = Thread.ofPlatform().daemon().name("contact-" + which.word()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public Which which() {
    return which;
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
          lost(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
          LOG.error("contact {} failed", which.word(), e);
          lost("the driver failed: " + e.getClass().getSimpleName());
        }
      }
    } finally {
      giveBack();
    }
  }

  private void turn() {
    AlarmContact open = contact;
    if (open == null) {
      if (waited()) {
        opened(opening.get());
      }
      return;
    }
    Optional<AlarmEvent> event = open.next(WAIT);
    if (event.isPresent()) {
      told(event.get() instanceof AlarmEvent.Raised);
    } else if (health.raised() && !open.raised()) {
      // It went to rest while its line did not work.
      told(false);
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
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private void opened(AlarmContact open) {
    contact = open;
    opens.worked();
    LOG.info("contact {} works", which.word());
    health = new Health(true, health.raised(), ticker.micros(), "");
  }

  private void told(boolean raised) {
    Health before = health;
    if (raised == before.raised()) {
      // It was told before its line stopped working.
      return;
    }
    health = new Health(true, raised, ticker.micros(), "");
    LOG.warn("contact {}: {}", which.word(), raised ? "alarm" : "at rest again");
    Content.Contact name = Content.Contact.valueOf(which.name());
    ledger.accept(raised ? new Content.ContactRaised(name) : new Content.ContactCleared(name));
  }

  private void lost(String detail) {
    if (closed) {
      return;
    }
    long now = ticker.micros();
    Health before = health;
    giveBack();
    opens.failed(now);
    if (before.working() || !before.fault().equals(detail)) {
      LOG.warn("contact {} does not work: {}", which.word(), detail);
    }
    health = new Health(false, before.raised(), before.working() ? now : before.sinceMicros(), detail);
  }

  private void giveBack() {
    AlarmContact open = contact;
    contact = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (!thread.join(STOP_PATIENCE)) {
        LOG.warn("the thread of contact {} does not end; it is left behind", which.word());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
