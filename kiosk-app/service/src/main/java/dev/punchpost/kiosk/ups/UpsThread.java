package dev.punchpost.kiosk.ups;

import dev.punchpost.drivers.max17048.BatteryLevel;
import dev.punchpost.drivers.max17048.BatteryPolicy;
import dev.punchpost.drivers.max17048.BatteryPolicy.Verdict;
import dev.punchpost.drivers.max17048.Max17048;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.RetryPause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.UpsSettings;
import dev.punchpost.kiosk.ledger.Content;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns the battery's gauge: reads it, tells the ledger when it is low, and asks for the machine to be
/// switched off when it is as good as empty. For that the mains contact must say that there are no mains, three readings in
/// a row, and the cell's voltage must fit; a gauge or a contact that does not work switches nothing off.
///
/// [#health] and [#close] may be called from any thread.
public final class UpsThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UpsThread.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  /// How the battery is.
  ///
  /// @param sinceMicros when `working` last changed, microseconds since boot
  /// @param fault why the gauge does not work; empty if it does
  /// @param level as it was read last; empty before, and while the gauge does not work
  /// @param verdict what follows from it
  public record Health(boolean working, long sinceMicros, String fault, Optional<BatteryLevel> level,
      Verdict verdict) {}

  private final UpsSettings settings;
  private final Supplier<Max17048> opening;
  private final BooleanSupplier mainsFailed;
  private final Consumer<Content> ledger;
  private final Runnable powerOff;
  private final Ticker ticker;
  private final Pause pause;
  private final Thread thread;
  private final RetryPause opens = new RetryPause(FIRST_PAUSE, LONGEST_PAUSE);
  private BatteryPolicy policy;
  private @Nullable Max17048 gauge;
  private boolean lost;
  private boolean low;
  private boolean asked;
  private volatile Health health;
  private volatile boolean closed;

  /// @param opening takes the gauge; throws [HalException] if it cannot
  /// @param mainsFailed whether a contact that works says so; any thread
  /// @param ledger takes an entry; may wait, and must then give up when interrupted
  /// @param powerOff asks for a clean end and for the machine to be switched off; must not wait
  public UpsThread(UpsSettings settings, Supplier<Max17048> opening, BooleanSupplier mainsFailed,
      Consumer<Content> ledger, Runnable powerOff, Ticker ticker, Pause pause) {
    this.settings = settings;
    this.opening = opening;
    this.mainsFailed = mainsFailed;
    this.ledger = ledger;
    this.powerOff = powerOff;
    this.ticker = ticker;
    this.pause = pause;
    policy = new BatteryPolicy(settings.options());
    health = new Health(false, ticker.micros(), "not opened yet", Optional.empty(), Verdict.MAINS);
    thread = Thread.ofPlatform().daemon().name("ups").unstarted(this::run);
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
          LOG.error("the battery's driver failed", e);
          lost(Kind.IO, "the driver failed: " + e.getClass().getSimpleName());
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    } finally {
      giveBack();
    }
  }

  private void turn() throws InterruptedException {
    Max17048 open = gauge;
    if (open != null) {
      read(open.level());
      pause.pause(settings.interval());
      return;
    }
    Duration left = opens.dueIn(ticker.micros());
    if (left.isPositive()) {
      pause.pause(left);
      return;
    }
    Max17048 opened = opening.get();
    gauge = opened;
    read(opened.level());
    opens.worked();
    LOG.info("the battery's gauge works: {}", words(health.level().orElseThrow()));
    if (lost) {
      lost = false;
      ledger.accept(new Content.BatteryFound());
    }
    pause.pause(settings.interval());
  }

  private void read(BatteryLevel level) {
    Verdict verdict = policy.judge(!mainsFailed.getAsBoolean(), level);
    Health before = health;
    health = new Health(true, before.working() ? before.sinceMicros() : ticker.micros(), "", Optional.of(level),
        verdict);
    boolean nowLow = verdict == Verdict.LOW || verdict == Verdict.SHUT_DOWN;
    if (nowLow && !low) {
      LOG.warn("no mains, and the battery is low: {}", words(level));
      ledger.accept(new Content.BatteryLow(level.permille() / 10, level.millivolts()));
    }
    low = nowLow;
    if (verdict == Verdict.SHUT_DOWN && !asked) {
      asked = true;
      LOG.warn("no mains, and the battery is empty: the machine is switched off ({})", words(level));
      ledger.accept(new Content.BatteryShutDown(level.permille() / 10, level.millivolts()));
      powerOff.run();
    }
  }

  private static String words(BatteryLevel level) {
    return level.permille() / 10 + " %, " + level.millivolts() + " mV";
  }

  private void lost(Kind kind, String detail) {
    if (closed) {
      return;
    }
    long now = ticker.micros();
    Health before = health;
    giveBack();
    opens.failed(now);
    // Readings in a row are meant.
    policy = new BatteryPolicy(settings.options());
    health = new Health(false, before.working() || !lost ? now : before.sinceMicros(), detail, Optional.empty(),
        Verdict.MAINS);
    if (!lost) {
      lost = true;
      LOG.warn("the battery's gauge does not work: {} ({})", detail, kind);
      ledger.accept(new Content.BatteryLost(kind));
    }
  }

  private void giveBack() {
    Max17048 open = gauge;
    gauge = null;
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
        LOG.warn("the battery's thread does not end; it is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
