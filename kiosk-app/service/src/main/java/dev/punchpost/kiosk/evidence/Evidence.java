package dev.punchpost.kiosk.evidence;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.ledger.EntryTime;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.store.LedgerReader;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The evidence that an open store can give: verdicts, signed exports, the public key. Any thread but the punch thread.
public final class Evidence {
  /// After how many entries without a checkpoint an export ends without one: its first line is signed, too.
  private static final long LOOK_AHEAD = 2 * Checkpoints.ENTRIES;

  private final PunchStore store;
  private final Optional<LedgerKey> key;
  private final ZoneId zone;
  private final InstantSource wall;

  /// @param key empty if none was made yet
  /// @param zone of the terminal
  public Evidence(PunchStore store, Optional<LedgerKey> key, ZoneId zone, InstantSource wall) {
    this.store = store;
    this.key = key;
    this.zone = zone;
    this.wall = wall;
  }

  /// What became of an export.
  public sealed interface Exported {
    /// @param first first entry
    /// @param last last entry
    record Done(long first, long last) implements Exported {}

    record NothingThere() implements Exported {}

    /// The ledger has no key yet, because the terminal never ran.
    record NoKey() implements Exported {}

    /// Old entries were removed meanwhile: what was written is not to be used.
    record Moved() implements Exported {}

    /// An entry at the beginning or end has been changed, so that nothing can be said of it under a signature.
    record Damaged(long seq) implements Exported {}
  }

  public Optional<VerifyingKey> key() {
    return key.map(LedgerKey::publicKey);
  }

  /// Verifies what is stored; by this terminal's own key if no other is given.
  public Verdict verify(LedgerVerification asked) {
    List<VerifyingKey> trusted = asked.trusted().isEmpty() ? key().stream().toList() : asked.trusted();
    return new LedgerVerification(trusted, asked.claims())
        .rows(more -> store.reader().forEachRow(Long.MIN_VALUE, store.committedThrough(), more));
  }

  /// Writes the entries of a range of time, to the first checkpoint after it if there is one.
  ///
  /// @param to exclusive
  /// @param lines takes the signed first line, then each entry as it is stored
  public Exported export(Optional<Instant> from, Optional<Instant> to, Consumer<String> lines) {
    if (key.isEmpty()) {
      return new Exported.NoKey();
    }
    LedgerReader reader = store.reader();
    long end = store.committedThrough();
    OptionalLong first = from.map(reader::firstAt).orElse(OptionalLong.of(store.retirement().oldest()));
    OptionalLong wanted = to.map(reader::lastBefore).orElse(OptionalLong.of(end));
    if (first.isEmpty() || wanted.isEmpty() || first.getAsLong() > wanted.getAsLong()) {
      return new Exported.NothingThere();
    }
    long last = throughCheckpoint(wanted.getAsLong(), end);
    Optional<EntryHash> prev = row(first.getAsLong()).flatMap(view -> view.detail("prev")).filter(EntryHash::isHex)
        .map(EntryHash::new);
    Optional<EntryHash> hash = row(last).flatMap(EntryView::hash);
    if (prev.isEmpty() || hash.isEmpty()) {
      return new Exported.Damaged(prev.isEmpty() ? first.getAsLong() : last);
    }
    ExportHeader header = ExportHeader.signed(store.ledger(), first.getAsLong(), last, prev.get(), hash.get(),
        EntryTime.format(wall.instant(), zone), key.get());
    lines.accept(header.line());
    AtomicLong written = new AtomicLong();
    reader.forEachRow(header.first(), header.last(), row -> {
      written.incrementAndGet();
      lines.accept(row.body());
      return true;
    });
    return written.get() == header.count() || store.retirement().oldest() <= header.first()
        ? new Exported.Done(header.first(), header.last())
        : new Exported.Moved();
  }

  private long throughCheckpoint(long last, long end) {
    AtomicLong through = new AtomicLong(last);
    store.reader().forEachRow(last + 1, Math.min(end, last + LOOK_AHEAD), row -> {
      boolean checkpoint = row.type().equals(Content.Checkpoint.TYPE);
      if (checkpoint) {
        through.set(row.seq());
      }
      return !checkpoint;
    });
    return through.get();
  }

  private Optional<EntryView> row(long seq) {
    List<LedgerRow> found = new ArrayList<>(1);
    store.reader().forEachRow(seq, seq, found::add);
    try {
      return found.stream().findFirst().map(row -> EntryView.of(row.body()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
