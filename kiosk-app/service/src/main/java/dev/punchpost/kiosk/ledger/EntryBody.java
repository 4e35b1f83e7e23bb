package dev.punchpost.kiosk.ledger;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content.BadgeNotGenuine;
import dev.punchpost.kiosk.ledger.Content.Checkpoint;
import dev.punchpost.kiosk.ledger.Content.ConfigurationChanged;
import dev.punchpost.kiosk.ledger.Content.ConfigurationRejected;
import dev.punchpost.kiosk.ledger.Content.Corrected;
import dev.punchpost.kiosk.ledger.Content.PinChanged;
import dev.punchpost.kiosk.ledger.Content.PinRefused;
import dev.punchpost.kiosk.ledger.Content.Punch;
import dev.punchpost.kiosk.ledger.Content.ReaderDefaultKeyUsed;
import dev.punchpost.kiosk.ledger.Content.ReaderFound;
import dev.punchpost.kiosk.ledger.Content.ReaderKeyInstalled;
import dev.punchpost.kiosk.ledger.Content.ReaderLost;
import dev.punchpost.kiosk.ledger.Content.ReaderNotTrusted;
import dev.punchpost.kiosk.ledger.Content.Retired;
import dev.punchpost.kiosk.ledger.Content.RolesChanged;
import dev.punchpost.kiosk.ledger.Content.RosterApplied;
import dev.punchpost.kiosk.ledger.Content.ServiceStarted;
import dev.punchpost.kiosk.ledger.Content.ServiceStopped;
import dev.punchpost.kiosk.ledger.Content.TimeCorrected;
import dev.punchpost.kiosk.ledger.Content.UnidentifiedTap;
import dev.punchpost.kiosk.ledger.Content.WorkerErased;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.List;

/// Writes entries of one terminal as CloudEvents 1.0 JSON in canonical form ([CanonicalJson]): the text that is stored,
/// published and hashed. It is written once and never again, so a change here shows in new entries only.
///
/// Thread-safe.
///
/// @param ledger the ledger the entries go to
/// @param site `[a-z0-9-]{1,31}`
/// @param terminal `[a-z0-9-]{1,31}`
/// @param zone of the terminal; its offset at the event is part of each time
/// @param badges names badges that belong to nobody
public record EntryBody(LedgerId ledger, String site, String terminal, ZoneId zone, BadgeKey badges) {
  /// How every entry begins: no member of an event sorts before `data`.
  private static final String BEFORE_DATA = "{\"data\":";

  /// The canonical text of an entry, outside the chain.
  ///
  /// @param seq its place in the ledger, 1 .. 2^53 - 1
  /// @param boot number of its boot in this ledger, 1 or more
  public String of(long seq, long boot, Draft draft) {
    return event(draft, data(seq, boot, draft).build());
  }

  /// The canonical text of an entry as it is stored: with `data.prev`, and with `data.hash` over all the rest.
  ///
  /// @param seq its place in the ledger, 1 .. 2^53 - 1
  /// @param boot number of its boot in this ledger, 1 or more
  /// @param prev the hash of the entry before it, or [EntryHash#genesis]
  public ChainedBody chained(long seq, long boot, Draft draft, EntryHash prev) {
    CanonicalJson.Members data = data(seq, boot, draft).put("prev", prev.hex());
    String hashed = event(draft, data.build());
    EntryHash hash = EntryHash.of(hashed);
    // Put where its key sorts, instead of writing it all a second time: a worker is waiting.
    int place = BEFORE_DATA.length() + data.placeOf("hash");
    return new ChainedBody(hashed.substring(0, place) + "\"hash\":\"" + hash.hex() + "\"," + hashed.substring(place),
        hash);
  }

  private CanonicalJson.Members data(long seq, long boot, Draft draft) {
    Reading at = draft.at();
    CanonicalJson.Members data = CanonicalJson.object().put("ledger", ledger.toString()).put("seq", seq)
        .put("recordedAt", EntryTime.format(draft.recordedAt().wall(), zone)).put("bootId", at.bootId())
        .put("bootCount", boot)
        .put("monotonicUs", at.monotonicUs()).put("clock", at.state().name()).put("zone", zone.getId());
    at.uncertaintyMs().ifPresent(millis -> data.put("uncertaintyMs", millis));
    add(draft.content(), data);
    return data;
  }

  private String event(Draft draft, CanonicalJson data) {
    Reading at = draft.at();
    Content content = draft.content();
    CanonicalJson.Members event = CanonicalJson.object().put("specversion", "1.0").put("id", draft.id().toString())
        .put("source", "/punchpost/" + site + "/" + terminal).put("type", content.type())
        .put("time", EntryTime.format(at.wall(), zone)).put("datacontenttype", "application/json")
        .put("data", data);
    subject(content).ifPresent(worker -> event.put("subject", worker.value()));
    return event.build().text();
  }

  /// The worker whose day it is about.
  private static Optional<WorkerId> subject(Content content) {
    return switch (content) {
      case Punch punch -> Optional.of(punch.worker());
      case Corrected corrected -> Optional.of(corrected.correction().worker());
      default -> Optional.empty();
    };
  }

  private void add(Content content, CanonicalJson.Members data) {
    switch (content) {
      case Punch punch -> data.put("kind", punch.kind().name()).put("worker", punch.worker().value())
          .put("reader", punch.reader().value()).put("credential", punch.credential().prefix())
          .put("flags", words(punch.flags().stream().map(Flag::name).toList()));
      case UnidentifiedTap tap -> {
        data.put("reader", tap.reader().value()).put("credential", tap.badge().scheme().prefix())
            .put("reason", tap.reason().name());
        if (tap.badge().scheme().hasNumber()) {
          data.put("badgeHash", badges.hash(tap.badge()));
        }
      }
      case ReaderLost lost -> data.put("reader", lost.reader().value()).put("cause", lost.cause().name());
      case ReaderFound found -> data.put("reader", found.reader().value());
      case BadgeNotGenuine badge -> data.put("reader", badge.reader().value());
      case ReaderNotTrusted doubted -> data.put("reader", doubted.reader().value())
          .put("doubt", doubted.doubt().name());
      case ReaderDefaultKeyUsed used -> data.put("reader", used.reader().value());
      case ReaderKeyInstalled installed -> data.put("reader", installed.reader().value());
      case ServiceStarted started -> data.put("version", started.version()).put("clean", started.clean());
      case ServiceStopped stopped -> {
        // Says all with its type.
      }
      case RosterApplied roster -> data.put("version", roster.version()).put("workers", roster.workers())
          .put("credentials", roster.credentials());
      case TimeCorrected time -> {
        data.put("firstSeq", time.firstSeq()).put("lastSeq", time.lastSeq()).put("offsetUs", time.offsetUs())
            .put("cause", time.cause().name());
        // Not uncertaintyMs, which every entry has for its own clock.
        time.uncertaintyMs().ifPresent(millis -> data.put("correctedUncertaintyMs", millis));
      }
      case Corrected corrected -> CorrectionBody.add(corrected, data, zone);
      case PinChanged changed -> data.put("worker", changed.worker().value()).put("set", changed.pin().isPresent());
      case PinRefused refused -> {
        data.put("worker", refused.worker().value()).put("tries", refused.tries());
        if (refused.locked().isPositive()) {
          data.put("lockedSeconds", refused.locked().toSeconds());
        }
      }
      case Content.PinAccepted accepted -> data.put("worker", accepted.worker().value());
      case Content.PinUnidentified typed -> data.put("reader", typed.reader().value());
      case RolesChanged changed -> data.put("worker", changed.worker().value()).put("given", words(changed.given()))
          .put("taken", words(changed.taken()));
      case WorkerErased erased -> data.put("worker", erased.worker().value()).put("reason", erased.reason());
      case ConfigurationChanged changed -> data.put("sha256", changed.sha256());
      case ConfigurationRejected rejected -> data.put("mistakes", rejected.mistakes());
      case Checkpoint point -> data.put("checkpoint", sealed(point.seal()).put("seq", point.seq())
          .put("count", point.seq()).put("hash", point.hash().hex()).put("time", point.time()).build());
      case Retired retired -> data.put("retired", sealed(retired.seal()).put("first", retired.first())
          .put("last", retired.last()).put("count", retired.count()).put("hash", retired.hash().hex())
          .put("time", retired.time()).build());
      case Content.SiteRosterApplied roster -> data.put("siteVersion", roster.siteVersion())
          .put("version", roster.version()).put("workers", roster.workers()).put("credentials", roster.credentials());
      case Content.SiteRosterRefused refused -> putGiven(data, "siteVersion", refused.siteVersion())
          .put("reason", refused.reason());
      case Content.OverlayApplied overlay -> data.put("version", overlay.version()).put("sha256", overlay.sha256())
          .put("keys", texts(overlay.keys()));
      case Content.OverlayRefused refused -> putGiven(data, "version", refused.version())
          .put("sha256", refused.sha256()).put("mistakes", texts(refused.mistakes()));
      case Content.CommandReceived command -> {
        data.put("command", command.command()).put("outcome", command.outcome().name());
        putGiven(data, "requestedBy", command.requestedBy());
        putGiven(data, "correlation", command.correlation());
        putGiven(data, "reason", command.reason());
      }
      case Content.CommandsLimited limited -> data.put("refused", limited.refused());
      case Content.PresenceIgnored ignored -> data.put("terminal", ignored.terminal())
          .put("worker", ignored.worker().value()).put("aheadMs", ignored.aheadMs());
      case Content.Quarantined quarantined -> data.put("entry", quarantined.entry())
          .put("reason", quarantined.reason()).put("tries", quarantined.tries());
      case Content.AckRefused refused -> {
        data.put("consumer", refused.consumer()).put("reason", refused.reason().name());
        refused.through().ifPresent(through -> data.put("through", through));
      }
      case Content.CertificateExpiring expiring -> data.put("daysLeft", expiring.daysLeft());
      case Content.DoorUnlocked door -> {
        data.put("by", door.by().name()).put("pulseMs", door.pulse().toMillis());
        door.worker().ifPresent(worker -> data.put("worker", worker.value()));
        door.entry().ifPresent(entry -> data.put("entry", entry));
        putGiven(data, door.by() == Content.DoorUnlocked.By.COMMAND ? "correlation" : "reason", door.reference());
      }
      case Content.DoorRefused refused -> data.put("worker", refused.worker().value()).put("reader",
          refused.reader().value());
      case Content.DoorPassback again -> data.put("worker", again.worker().value()).put("entry", again.entry())
          .put("opened", again.opened());
      case Content.DoorExit exit -> data.put("unlocked", exit.unlocked());
      case Content.DoorHeld held -> data.put("openMs", held.open().toMillis());
      case Content.DoorClosed closed -> data.put("openMs", closed.open().toMillis());
      case Content.DoorContactDoubted contact -> data.put("tampered", contact.tampered());
      case Content.DoorLost lost -> data.put("cause", lost.cause().name());
      case Content.ContactRaised raised -> data.put("contact", raised.contact().name());
      case Content.ContactCleared cleared -> data.put("contact", cleared.contact().name());
      case Content.ConsentGiven given -> data.put("worker", given.worker().value()).put("textVersion",
          given.textVersion());
      case Content.ConsentWithdrawn withdrawn -> data.put("worker", withdrawn.worker().value());
      case Content.FingerEnrolled finger -> data.put("worker", finger.worker().value())
          .put("reader", finger.reader().value()).put("place", finger.place()).put("version", finger.version());
      case Content.FingerDeleted deleted -> data.put("worker", deleted.worker().value())
          .put("fingers", deleted.fingers());
      case Content.FingerErased erased -> data.put("worker", erased.worker().value())
          .put("reader", erased.reader().value()).put("place", erased.place())
          .put("absentFrom", words(List.of("MODULE", "STORE")));
      case Content.FingerLibraryRepaired repaired -> data.put("reader", repaired.reader().value())
          .put("deleted", numbers(repaired.deleted())).put("loaded", numbers(repaired.loaded()))
          .put("unusable", numbers(repaired.unusable()));
      case Content.BatteryLow battery -> data.put("percent", battery.percent()).put("millivolts", battery.millivolts());
      case Content.BatteryShutDown battery -> data.put("percent", battery.percent()).put("millivolts",
          battery.millivolts());
      case Content.BatteryLost lost -> data.put("cause", lost.cause().name());
      case Content.DoorForced _,Content.DoorFoundOpen _,Content.DoorFound _,Content.BatteryFound _ -> {
        // Say all with their types.
      }
    }
  }

  private static CanonicalJson.Members sealed(Seal seal) {
    return CanonicalJson.object().put("keyId", seal.keyId()).put("publicKey", seal.publicKey()).put("signature",
        seal.signature());
  }

  private static CanonicalJson words(Collection<String> words) {
    return CanonicalJson.array(words.stream().sorted().map(CanonicalJson::of).toList());
  }

  private static CanonicalJson numbers(List<Integer> values) {
    return CanonicalJson.array(values.stream().map(CanonicalJson::of).toList());
  }

  private static CanonicalJson.Members putGiven(CanonicalJson.Members data, String key, String value) {
    return value.isEmpty() ? data : data.put(key, value);
  }

  private static CanonicalJson texts(List<String> values) {
    return CanonicalJson.array(values.stream().map(CanonicalJson::of).toList());
  }
}
