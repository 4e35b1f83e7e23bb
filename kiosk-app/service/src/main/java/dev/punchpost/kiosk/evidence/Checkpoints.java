package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryTime;
import dev.punchpost.kiosk.ledger.LedgerHead;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/// When the ledger is signed, and with what: in the first unit of a run (which covers what a power cut left unsigned),
/// then every [#ENTRIES] entries and every [#LONGEST], and at the end of the run.
///
/// A signature costs about 0.1 ms and no flush of its own, for one tap in a thousand. Owned by the punch thread.
public final class Checkpoints {
  static final long ENTRIES = 1_000;
  static final Duration LONGEST = Duration.ofHours(24);

  private final Optional<LedgerKey> key;
  private final ZoneId zone;
  private long signedThrough = -1;
  private long signedAtMicros;

  private Checkpoints(Optional<LedgerKey> key, ZoneId zone) {
    this.key = key;
    this.zone = zone;
  }

  /// @param zone of the terminal, for the offset in the checkpoints' times
  public static Checkpoints by(LedgerKey key, ZoneId zone) {
    return new Checkpoints(Optional.of(key), zone);
  }

  /// No checkpoint is ever due.
  public static Checkpoints none() {
    return new Checkpoints(Optional.empty(), ZoneId.of("UTC"));
  }

  /// Whether one is due although nothing else happens.
  ///
  /// @param micros since boot
  public boolean due(long micros) {
    return key.isPresent() && signedThrough >= 0 && micros - signedAtMicros >= LONGEST.toMillis() * 1_000;
  }

  /// The checkpoint that belongs after this entry, if one is due.
  ///
  /// @param last whether this is the run's last unit
  public Optional<Content.Checkpoint> after(LedgerHead head, Reading now, boolean last) {
    if (key.isEmpty() || head.seq() == 0) {
      return Optional.empty();
    }
    boolean first = signedThrough < 0;
    if (!first && !last && head.seq() - signedThrough < ENTRIES && !due(now.monotonicUs())) {
      return Optional.empty();
    }
    String time = EntryTime.format(now.wall(), zone);
    return Optional.of(new Content.Checkpoint(head.seq(), head.hash(), time,
        key.get().sign(SignedText.checkpoint(head.ledger(), head.seq(), head.hash(), head.seq(), time))));
  }

  /// The checkpoint is committed.
  ///
  /// @param micros since boot
  public void made(Content.Checkpoint point, long micros) {
    signedThrough = point.seq() + 1;
    signedAtMicros = micros;
  }
}
