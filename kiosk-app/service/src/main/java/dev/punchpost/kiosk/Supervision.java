package dev.punchpost.kiosk;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.linux.ServiceManager;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What systemd hears of this service: ready, stopping, and that the work goes on.
///
/// The watchdog is fed only when the counter of the working thread has grown since the last time, so a punch thread
/// that hangs starves it although every other thread is well. Without a service manager nothing happens. Any thread.
final class Supervision implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervision.class);

  /// The punch thread turns once a second when nothing happens; looked at less often than that, each look finds a turn.
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Optional<ServiceManager> manager;
  private final Duration look;
  private final boolean watched;
  private final Pause pause;
  private volatile boolean closing;
  private Optional<Thread> feeder = Optional.empty();
  private boolean deaf;

  Supervision(Optional<ServiceManager> manager, Duration watchdog, Pause pause) {
    this.manager = manager;
    this.watched = manager.isPresent() && watchdog.isPositive();
    // Three looks at least within the time that systemd allows.
    this.look = watchdog.dividedBy(3).compareTo(LOOK) < 0 ? watchdog.dividedBy(3) : LOOK;
    this.pause = pause;
  }

  /// As the environment of the process says: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID` of sd_notify(3) and
  /// sd_watchdog_enabled(3).
  static Supervision of(Map<String, String> environment, Pause pause) {
    return new Supervision(ServiceManager.of(environment), watchdog(environment, ProcessHandle.current().pid()), pause);
  }

  /// @return zero if systemd does not watch this process
  static Duration watchdog(Map<String, String> environment, long pid) {
    String usec = environment.getOrDefault("WATCHDOG_USEC", "");
    String of = environment.getOrDefault("WATCHDOG_PID", "");
    if (!usec.matches("[0-9]{1,15}") || (!of.isEmpty() && !of.equals(Long.toString(pid)))) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(Long.parseLong(usec) * 1_000);
  }

  /// The service does what it is there for. To be called once.
  ///
  /// @param words what `systemctl status` shows
  /// @param progress a counter that grows at least every second while the work goes on
  void ready(String words, LongSupplier progress) {
    tell("READY=1", "STATUS=" + words);
    if (watched) {
      Thread thread = new Thread(() -> feed(progress), "watchdog");
      thread.setDaemon(true);
      thread.start();
      feeder = Optional.of(thread);
    }
  }

  /// From here on the service ends; a stop may take as long as the unit allows.
  void stopping() {
    tell("STOPPING=1", "STATUS=stops: what waits is recorded");
  }

  private void feed(LongSupplier progress) {
    long before = progress.getAsLong();
    boolean stuck = false;
    tell("WATCHDOG=1");
    try {
      while (!closing) {
        pause.pause(look);
        long now = progress.getAsLong();
        if (now != before) {
          tell("WATCHDOG=1");
          stuck = false;
        } else if (!stuck) {
          log.warn("the punch thread has made no turn for {} ms", look.toMillis());
          stuck = true;
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void tell(String... assignments) {
    if (manager.isEmpty()) {
      return;
    }
    try {
      manager.get().tell(assignments);
      deaf = false;
    } catch (HalException e) {
      if (!deaf) {
        log.warn("{}", e.getMessage());
        deaf = true;
      }
    }
  }

  /// The watchdog is fed no more.
  @Override
  public void close() {
    closing = true;
    feeder.ifPresent(Thread::interrupt);
  }
}
