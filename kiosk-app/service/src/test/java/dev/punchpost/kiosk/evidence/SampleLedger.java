package dev.punchpost.kiosk.evidence;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.LedgerHead;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Fills a store with entries of several kinds and signs them now and then.
final class SampleLedger {
  static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  private SampleLedger() {}

  /// @param entries how many, checkpoints included
  /// @param between entries from one checkpoint to the next
  static void fill(PunchStore store, LedgerKey key, long entries, int between) {
    Drafts drafts = new Drafts();
    Random random = new Random(4);
    LedgerWriter writer = store.writer();
    while (writer.head().seq() < entries) {
      boolean checkpoint = writer.head().seq() % between == between - 1;
      writer.append(checkpoint ? checkpoint(drafts, writer.head(), key) : some(drafts, random));
      if (writer.head().seq() % 1_000 < 2 || writer.head().seq() >= entries) {
        writer.commit();
      }
    }
    writer.commit();
  }

  private static Draft some(Drafts drafts, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> drafts.of(new Content.UnidentifiedTap(Drafts.FRONT, CredentialId.parse("em:0F002EC3E3"),
          Content.UnidentifiedTap.Reason.UNKNOWN_BADGE));
      case 1 -> drafts.of(new Content.ServiceStarted("0.1.0-é€\u0001\"\\", false));
      default -> drafts.punch("w" + random.nextInt(40), random.nextBoolean() ? Kind.IN : Kind.OUT);
    };
  }

  static Draft checkpoint(Drafts drafts, LedgerHead head, LedgerKey key) {
    Draft base = drafts.of(new Content.ServiceStopped());
    Content point = Checkpoints.by(key, MADRID).after(head, base.at(), true).orElseThrow();
    return new Draft(base.id(), base.at(), base.recordedAt(), point);
  }

  /// The lines of an export.
  static List<String> export(PunchStore store, LedgerKey key) {
    List<String> lines = new ArrayList<>();
    var done = new Evidence(store, Optional.of(key), MADRID, () -> Drafts.START).export(Optional.empty(),
        Optional.empty(), lines::add);
    if (!(done instanceof Evidence.Exported.Done)) {
      throw new IllegalStateException(done.toString());
    }
    return lines;
  }
}
