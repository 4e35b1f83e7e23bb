package dev.punchpost.kiosk.device;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.RetryPause;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns a device: opens it, gives its use one turn after the other, tells once when it is lost and
/// once when it is back, and opens it again with back-off.
///
/// [#device], [#health] and [#close] may be called from any thread.
///
/// @param <D> the device
public final class DeviceThread<D> implements AutoCloseable {
  /// No turn may wait longer for its device.
  public static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(DeviceThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  /// A device that breaks sooner than this after its opening keeps the longer pause: one with a loose wire is lost and
  /// found every half minute and not every second.
  private static final long STEADY_MICROS = 10_000_000;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  /// What is done with the device, all on its thread. Whatever it throws, the device is lost and opened again later.
  ///
  /// @param <D> the device
  public interface Use<D> {
    /// @throws HalException if it cannot be opened
    D open();

    /// Waits for what the device says, at most about [#LONGEST_WAIT], and does what follows from it.
    void turn(D device) throws InterruptedException;

    /// Between openings, at least twice a second.
    default void absent() {}

    /// @param again whether it was told as lost before
    default void works(D device, boolean again) {}

    /// After each failure, with the device given back already.
    ///
    /// @param first whether this is to be told: it worked before, or nothing was told yet
    default void broke(Kind kind, boolean first) {}

    void close(D device);

    /// Last of all, after the device was given back.
    default void ended() {}
  }

  /// How its thread is ended.
  public enum Ending {
    /// By an interrupt, whatever it waits for.
    INTERRUPTED,
    /// Between two turns, for a use that may be inside the database, which an interrupt would close.
    BETWEEN_TURNS
  }

  /// How the device is.
  ///
  /// @param sinceMicros when `working` last changed, microseconds since boot
  /// @param fault why it does not work; empty if it does
  public record Health(boolean working, long sinceMicros, String fault) {}

  private final String name;
  private final Use<D> use;
  private final Ending ending;
  private final Ticker ticker;
  private final Pause pause;
  private final RetryPause opens = new RetryPause(FIRST_PAUSE, LONGEST_PAUSE);
  private final Thread thread;
  private boolean told;
  private volatile @Nullable D device;
  private volatile Health health;
  private volatile boolean closed;

  /// @param name for the log, as in "the door"
  /// @param thread the thread's name
  public DeviceThread(String name, String thread, Use<D> use, Ending ending, Ticker ticker, Pause pause) {
    this.name = name;
    this.use = use;
    this.ending = ending;
    this.ticker = ticker;
    this.pause = pause;
    health = new Health(false, ticker.micros(), "not opened yet");
    this.thread = Thread.ofPlatform().daemon().name(thread).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// The open device; empty while it does not work. It may be given back at any moment.
  public Optional<D> device() {
    return Optional.ofNullable(device);
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
          broke(e.kind(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
          // Not its message, which could hold what somebody typed.
          LOG.error("{}: the driver failed: {} at {}", name, e.getClass().getName(), place(e));
          broke(Kind.IO, "the driver failed: " + e.getClass().getSimpleName());
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    } finally {
      giveBack();
      use.ended();
    }
  }

  private static String place(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  private void turn() throws InterruptedException {
    D open = device;
    if (open != null) {
      use.turn(open);
      return;
    }
    use.absent();
    Duration left = opens.dueIn(ticker.micros());
    if (left.isZero()) {
      opened(use.open());
    } else {
      pause.pause(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
    }
  }

  private void opened(D open) {
    device = open;
    health = new Health(true, ticker.micros(), "");
    boolean again = told;
    told = false;
    LOG.info("{} works{}", name, again ? " again" : "");
    use.works(open, again);
  }

  private void broke(Kind kind, String detail) {
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
    boolean first = !told;
    told = true;
    if (first || !before.fault().equals(detail)) {
      LOG.warn("{} does not work: {} ({})", name, detail, kind);
    }
    health = new Health(false, first ? now : before.sinceMicros(), detail);
    use.broke(kind, first);
  }

  private void giveBack() {
    D open = device;
    device = null;
    if (open != null) {
      use.close(open);
    }
  }

  /// Ends the thread and gives the device back, in about half a second at most unless the device or the use does not
  /// let go.
  @Override
  public void close() {
    closed = true;
    if (ending == Ending.INTERRUPTED) {
      thread.interrupt();
    }
    try {
      if (!thread.join(STOP_PATIENCE)) {
        LOG.warn("the thread of {} does not end; the device is left to the end of the process", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
