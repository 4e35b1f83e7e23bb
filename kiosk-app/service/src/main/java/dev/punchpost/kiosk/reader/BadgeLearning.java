package dev.punchpost.kiosk.reader;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// While a technician learns badges, taps are shown to him and are no punches. Thread-safe; one session at a time.
public final class BadgeLearning {
  private static final int ROOM = 100;

  private @Nullable Session current;

  /// What a reader made of a badge.
  public record Heard(ReaderName reader, Credential credential) {}

  /// One technician's turn.
  public final class Session implements AutoCloseable {
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(ROOM);

    private Session() {}

    /// The next tap at any reader.
    ///
    /// @return empty if none came in time
    public Optional<Heard> next(Duration timeout) throws InterruptedException {
      return Optional.ofNullable(heard.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// Taps are punches again.
    @Override
    public void close() {
      end(this);
    }
  }

  /// Begins a session.
  ///
  /// @return empty if somebody else has one
  public synchronized Optional<Session> begin() {
    if (current != null) {
      return Optional.empty();
    }
    Session begun = new Session();
    current = begun;
    return Optional.of(begun);
  }

  private synchronized void end(Session session) {
    if (current == session) {
      current = null;
    }
  }

  /// Takes a tap for the session that is going on.
  ///
  /// @return false if there is none, and the tap is a punch
  public synchronized boolean take(ReaderEvent.Presented tap) {
    Session session = current;
    if (session == null) {
      return false;
    }
    // A hundred taps that nobody looks at are enough; none of them may become a punch.
    session.heard.offer(new Heard(tap.reader(), tap.credential()));
    return true;
  }
}
