package dev.punchpost.kiosk;

import dev.punchpost.kiosk.config.LastGoodSettings;
import dev.punchpost.kiosk.config.Mistake;
import dev.punchpost.kiosk.config.ServiceSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import dev.punchpost.kiosk.config.WithOverlay;
import dev.punchpost.kiosk.control.ControlServer;
import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.control.WithoutStore;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.derby.DerbyEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `punchpost run`: from a configuration file to a terminal, until SIGTERM or SIGINT.
final class TerminalRunner {
  private static final Logger log = LoggerFactory.getLogger(TerminalRunner.class);

  private final Wiring wiring;
  private final Map<String, String> environment;
  /// One for each wish that the terminal ends, be it for good or to start again.
  private final Semaphore wishes = new Semaphore(0);
  private final AtomicBoolean again = new AtomicBoolean();
  private final AtomicBoolean off = new AtomicBoolean();
  private volatile boolean stopping;
  private final CountDownLatch ended = new CountDownLatch(1);

  TerminalRunner(Wiring wiring, Map<String, String> environment) {
    this.wiring = wiring;
    this.environment = environment;
  }

  /// @param service whether to go on without a good configuration
  /// @return exit code
  int run(Path file, boolean service) {
    Thread hook = new Thread(this::stop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    // Meanwhile the configuration is read.
    Thread.ofPlatform().daemon().name("derby-boot").start(DerbyEngine::boot);
    try {
      int code = once(file, service);
      while (again.getAndSet(false) && code == ExitCode.OK.code()) {
        log.info("starting again");
        code = once(file, service);
      }
      return code;
    } catch (StoreException e) {
      log.error("the store cannot be opened: {}", e.getMessage());
      return ExitCode.of(e.kind()).code();
    } catch (IOException e) {
      log.error("{}", e.getMessage());
      return ExitCode.CANNOT_CREATE.code();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.SOFTWARE.code();
    } finally {
      ended.countDown();
    }
  }

  private int once(Path file, boolean service) throws IOException, InterruptedException {
    return switch (ServiceSettings.choose(file,
        service ? ServiceSettings.usualDirectories(environment) : List.of())) {
      case ServiceSettings.InForce(Good good) -> operate(file, good, List.of());
      case ServiceSettings.FellBack(Good lastGood, List<Mistake> mistakes) when service -> operate(file, lastGood,
          mistakes);
      case ServiceSettings.FellBack(Good _, List<Mistake> mistakes) -> refuse(mistakes);
      case ServiceSettings.NotSetUp(List<Mistake> mistakes) when service -> waitToBeSetUp(file, mistakes);
      case ServiceSettings.NotSetUp(List<Mistake> mistakes) -> refuse(mistakes);
    };
  }

  private static int refuse(List<Mistake> mistakes) {
    mistakes.forEach(mistake -> log.error("{}", mistake));
    return ExitCode.CONFIG.code();
  }

  private int operate(Path file, Good good, List<Mistake> mistakes) throws IOException, InterruptedException {
    WithOverlay config = WithOverlay.of(good);
    config.ignored().forEach(mistake -> log.error("what was set centrally is ignored: {}", mistake));
    Settings settings = config.inForce().settings();
    List<Content> first = new ArrayList<>();
    Status.Config state;
    if (mistakes.isEmpty()) {
      state = new Status.Config(file.toString(), Status.ConfigState.GOOD, List.of());
      if (changed(good)) {
        first.add(new Content.ConfigurationChanged(good.sha256()));
      }
    } else {
      mistakes.forEach(mistake -> log.error("{}", mistake));
      log.error("the configuration file has mistakes; the last good one is in force");
      state = new Status.Config(file.toString(), Status.ConfigState.LAST_GOOD, lines(mistakes));
      first.add(new Content.ConfigurationRejected(mistakes.size()));
    }
    try (Supervision supervision = Supervision.of(environment, wiring.pause());
        Terminal terminal = new Terminal(settings, Optional.of(config), state, first, wiring, this::restart,
            this::powerOff)) {
      if (mistakes.isEmpty()) {
        // Only now: the data directory is known to be ours.
        keep(good);
      } else {
        terminal.show(new Screen.ConfigurationRejected(where(mistakes)));
      }
      supervision.ready("takes taps", terminal::turns);
      wishes.acquire();
      if (!again.get()) {
        supervision.stopping();
      }
    }
    return (off.get() ? ExitCode.POWER_OFF : ExitCode.OK).code();
  }

  private static boolean changed(Good good) {
    Optional<Good> before = LastGoodSettings.load(List.of(good.settings().store().directory()));
    return before.map(Good::sha256).filter(good.sha256()::equals).isEmpty();
  }

  private static void keep(Good good) {
    try {
      LastGoodSettings.save(good);
    } catch (IOException e) {
      log.warn("no copy of the configuration could be kept: {}", e.getMessage());
    }
  }

  /// The terminal takes no taps, but it is up: the panel and `status` say what is missing.
  private int waitToBeSetUp(Path file, List<Mistake> mistakes) throws InterruptedException {
    mistakes.forEach(mistake -> log.error("{}", mistake));
    log.error("not set up: there is no usable configuration yet");
    long started = wiring.ticker().micros();
    Status.Config config = new Status.Config(file.toString(), Status.ConfigState.NOT_SET_UP, lines(mistakes));
    try (Supervision supervision = Supervision.of(environment, wiring.pause());
        var panel = wiring.panelWithoutSettings()) {
      panel.show(new Screen.NotSetUp(where(mistakes)));
      Optional<ControlServer> control = controlWithoutSettings(config, where(mistakes), started);
      AtomicLong turns = new AtomicLong();
      supervision.ready("not set up, takes no taps", turns::get);
      while (!wishes.tryAcquire(1, TimeUnit.SECONDS)) {
        turns.incrementAndGet();
      }
      supervision.stopping();
      control.ifPresent(ControlServer::close);
    }
    return ExitCode.OK.code();
  }

  private Optional<ControlServer> controlWithoutSettings(Status.Config config, String where, long started) {
    for (Path directory : ServiceSettings.usualDirectories(environment)) {
      if (!Files.isWritable(directory)) {
        continue;
      }
      try {
        return Optional.of(new ControlServer(directory.resolve(Settings.Control.SOCKET), Optional.empty(),
            new WithoutStore(
                () -> new Status(Version.value(), Optional.empty(), Optional.empty(), true,
                    Optional.of(Duration.ofNanos((wiring.ticker().micros() - started) * 1_000)), Optional.empty(),
                    Status.Mqtt.STOPPED, List.of(), Optional.empty(), Optional.empty(), OptionalLong.empty(), config,
                    wiring.bootId()),
                ExitCode.CONFIG, "the terminal is not set up: " + where),
            ControlServer.Limits.defaults(), wiring.pause()));
      } catch (IOException e) {
        log.warn("no control socket in {}: {}", directory, e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static List<String> lines(List<Mistake> mistakes) {
    return mistakes.stream().map(Mistake::toString).toList();
  }

  /// What the panel has room for: file and line of the first mistake.
  private static String where(List<Mistake> mistakes) {
    return mistakes.getFirst().where();
  }

  /// The terminal ends and starts again in this process, with the configuration as it is then.
  private void restart() {
    again.set(!stopping && !off.get());
    wishes.release();
  }

  /// The terminal ends, and the exit code tells systemd to switch the machine off.
  private void powerOff() {
    off.set(true);
    again.set(false);
    wishes.release();
  }

  /// SIGTERM: the process ends when the terminal has ended.
  private void stop() {
    stopping = true;
    again.set(false);
    wishes.release();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
