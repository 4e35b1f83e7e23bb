package dev.punchpost.kiosk.evidence;

import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.store.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs [Retention] every quarter of an hour. It waits between turns and never inside the database, so that it may be
/// interrupted there only.
public final class RetentionThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RetentionThread.class);
  private static final Duration BETWEEN_TURNS = Duration.ofMinutes(15);

  private final Retention retention;
  private final Pause pause;
  private final Thread thread;
  private volatile boolean ending;
  private boolean waiting;

  public RetentionThread(Retention retention, Pause pause) {
    this.retention = retention;
    this.pause = pause;
    this.thread = Thread.ofPlatform().name("retention").priority(Thread.MIN_PRIORITY).start(this::run);
  }

  private void run() {
    boolean failing = false;
    try {
      while (true) {
        rest(BETWEEN_TURNS);
        try {
          retention.turn(this::rest);
          failing = false;
        } catch (StoreException e) {
          if (!failing) {
            log.warn("old entries cannot be removed now: {}", e.getMessage());
            failing = true;
          }
        }
      }
    } catch (InterruptedException e) {
      // told to end
    } catch (RuntimeException e) {
      log.error("old entries are not removed until the next start", e);
    }
  }

  /// The one place where the thread may be interrupted: an interrupt inside Derby would close its files.
  private void rest(Duration time) throws InterruptedException {
    synchronized (this) {
      if (ending) {
        throw new InterruptedException("ending");
      }
      waiting = true;
    }
    try {
      pause.pause(time);
    } finally {
      synchronized (this) {
        waiting = false;
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      ending = true;
      if (waiting) {
        thread.interrupt();
      }
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
