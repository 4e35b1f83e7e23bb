package dev.punchpost.kiosk.ups;

import dev.punchpost.drivers.max17048.BatteryLevel;
import dev.punchpost.drivers.max17048.BatteryPolicy;
import dev.punchpost.drivers.max17048.BatteryPolicy.Verdict;
import dev.punchpost.drivers.max17048.Max17048;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.config.UpsSettings;
import dev.punchpost.kiosk.device.DeviceThread;
import dev.punchpost.kiosk.device.DeviceThread.Ending;
import dev.punchpost.kiosk.ledger.Content;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The battery's gauge and its thread: reads it, tells the ledger when it is low, and asks for the machine to be switched
/// off when it is as good as empty. For that the mains contact must say that there are no mains, three readings in a row,
/// and the cell's voltage must fit; a gauge or a contact that does not work switches nothing off.
///
/// [#health] and [#close] may be called from any thread.
public final class UpsThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UpsThread.class);

  /// How the battery is.
  ///
  /// @param sinceMicros when `working` last changed, microseconds since boot
  /// @param fault why the gauge does not work; empty if it does
  /// @param level as it was read last; empty before, and while the gauge does not work
  /// @param verdict what follows from it
  public record Health(boolean working, long sinceMicros, String fault, Optional<BatteryLevel> level,
      Verdict verdict) {}

  private record Reading(Optional<BatteryLevel> level, Verdict verdict) {}

  private static final Reading NONE = new Reading(Optional.empty(), Verdict.MAINS);

  private final UpsSettings settings;
  private final Supplier<Max17048> opening;
  private final BooleanSupplier mainsFailed;
  private final Consumer<Content> ledger;
  private final Runnable powerOff;
  private final Pause pause;
  private final DeviceThread<Max17048> thread;
  private BatteryPolicy policy;
  private boolean low;
  private boolean asked;
  private volatile Reading last = NONE;

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
    this.pause = pause;
    policy = new BatteryPolicy(settings.options());
    thread = new DeviceThread<>("the battery's gauge", "ups", new Readings(), Ending.INTERRUPTED, ticker, pause);
  }

  public void start() {
    thread.start();
  }

  public Health health() {
    DeviceThread.Health gauge = thread.health();
    Reading reading = last;
    return new Health(gauge.working(), gauge.sinceMicros(), gauge.fault(), reading.level(), reading.verdict());
  }

  private final class Readings implements DeviceThread.Use<Max17048> {
    @Override
    public Max17048 open() {
      return opening.get();
    }

    @Override
    public void turn(Max17048 gauge) throws InterruptedException {
      read(gauge.level());
      pause.pause(settings.interval());
    }

    @Override
    public void works(Max17048 gauge, boolean again) {
      if (again) {
        ledger.accept(new Content.BatteryFound());
      }
    }

    @Override
    public void broke(Kind kind, boolean first) {
      // Readings in a row are meant.
      policy = new BatteryPolicy(settings.options());
      last = NONE;
      if (first) {
        ledger.accept(new Content.BatteryLost(kind));
      }
    }

    @Override
    public void close(Max17048 gauge) {
      gauge.close();
    }
  }

  private void read(BatteryLevel level) {
    Verdict verdict = policy.judge(!mainsFailed.getAsBoolean(), level);
    last = new Reading(Optional.of(level), verdict);
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

  @Override
  public void close() {
    thread.close();
  }
}
