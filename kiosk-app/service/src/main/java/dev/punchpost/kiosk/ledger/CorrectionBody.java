package dev.punchpost.kiosk.ledger;

import dev.punchpost.kiosk.ledger.Correction.Punched;
import java.time.ZoneId;

/// The members that a correction adds to an entry's `data`; `docs/schema/event/correction.v1.json` describes them.
final class CorrectionBody {
  private CorrectionBody() {}

  static void add(Content.Corrected corrected, CanonicalJson.Members data, ZoneId zone) {
    Correction correction = corrected.correction();
    data.put("action", correction.action()).put("by", corrected.by().value()).put("reason", corrected.reason());
    corrected.approvedBy().ifPresent(approver -> data.put("approvedBy", approver.value()));
    correction.referred().ifPresent(target -> data.put("target", target));
    correction.after().ifPresent(now -> put(now, data, zone));
    correction.before().ifPresent(was -> {
      CanonicalJson.Members before = CanonicalJson.object();
      put(was, before, zone);
      data.put("was", before.build());
    });
  }

  private static void put(Punched punch, CanonicalJson.Members into, ZoneId zone) {
    into.put("worker", punch.worker().value()).put("kind", punch.kind().name()).put("time",
        EntryTime.format(punch.time(), zone));
  }
}
