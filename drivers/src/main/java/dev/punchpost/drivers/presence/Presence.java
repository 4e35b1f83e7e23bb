package dev.punchpost.drivers.presence;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Makes presentations of what a reader says that only knows "this badge" and never "gone": a badge said again within
/// some time is the same presentation, another badge ends it, and so does silence. Owned by one thread.
public final class Presence {
  private final ReaderName name;
  private final long removedAfterMicros;
  private final Queue<ReaderEvent> pending = new ArrayDeque<>();
  private @Nullable Credential held;
  private long heldMicros;
  private long presented;

  /// @param removedAfter silence after which a badge has gone; positive
  public Presence(ReaderName name, Duration removedAfter) {
    if (!removedAfter.isPositive()) {
      throw new IllegalArgumentException("removedAfter " + removedAfter + ", expected more than nothing");
    }
    this.name = name;
    removedAfterMicros = removedAfter.toNanos() / 1_000;
  }

  /// The reader said this badge. Where times are the device's own, call [#passed] with this time first.
  public void said(Credential credential, long atMicros) {
    if (held != null && !credential.equals(held)) {
      gone(atMicros);
    }
    if (held == null) {
      held = credential;
      presented++;
      pending.add(new ReaderEvent.Presented(name, atMicros, credential));
    }
    heldMicros = atMicros;
  }

  /// It is this late, and everything the reader said before was told to [#said].
  public void passed(long nowMicros) {
    if (held != null && nowMicros - heldMicros >= removedAfterMicros) {
      gone(nowMicros);
    }
  }

  /// When [#passed] should be called at the latest: when the badge will have gone, or `deadline` if that is earlier.
  public long wake(long deadline) {
    return held == null ? deadline : Math.min(deadline, heldMicros + removedAfterMicros);
  }

  /// Whether there is an event to take.
  public boolean told() {
    return !pending.isEmpty();
  }

  /// Takes the next event.
  public Optional<ReaderEvent> poll() {
    return Optional.ofNullable(pending.poll());
  }

  /// How many presentations there were.
  public long presented() {
    return presented;
  }

  private void gone(long atMicros) {
    held = null;
    pending.add(new ReaderEvent.Removed(name, atMicros));
  }
}
