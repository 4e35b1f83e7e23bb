package dev.punchpost.kiosk.workday;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Correction;
import dev.punchpost.kiosk.ledger.Correction.Punched;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final WorkerId ANA = new WorkerId("ana");
  private static final WorkerId BEN = new WorkerId("ben");

  private final Drafts drafts = new Drafts();
  private final MemoryPunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium());

  private void append(Content content) {
    store.writer().append(drafts.of(content));
    store.writer().commit();
  }

  private void punch(String worker, Kind kind) {
    store.writer().append(drafts.punch(worker, kind));
    store.writer().commit();
  }

  private void correct(Correction correction) {
    append(new Content.Corrected(correction, new WorkerId("7"), Optional.empty(), "because"));
  }

  private static Punched at(WorkerId worker, Kind kind, long second) {
    return new Punched(worker, kind, Drafts.START.plusSeconds(second));
  }

  private String standing() {
    return standing(0);
  }

  private String standing(long rawLaterBySeconds) {
    List<EntryView> entries = new ArrayList<>();
    store.reader().forEach(1, Optional.empty(), Optional.empty(), entry -> entries.add(EntryView.of(entry)));
    return Standing.of(entries, entry -> entry.time().toInstant().plusSeconds(rawLaterBySeconds)).stream()
        .map(it -> it.seq() + " " + it.worker() + " " + it.kind() + " "
            + (it.time().getEpochSecond() - Drafts.START.getEpochSecond()))
        .collect(Collectors.joining(", "));
  }

  @Test
  void withoutCorrectionsTheRawPunchesStand() {
    punch("ana", Kind.IN);
    append(new Content.UnidentifiedTap(Drafts.FRONT, CredentialId.parse("em:0F002EC3E3"),
        Content.UnidentifiedTap.Reason.UNKNOWN_BADGE));
    punch("ana", Kind.OUT);
    assertEquals("1 ana IN 0, 3 ana OUT 2", standing());
  }

  @Test
  void correctionsApplyInOrderOfSequence() {
    punch("ana", Kind.IN);
    punch("ana", Kind.OUT);
    correct(new Correction.Replace(1, at(ANA, Kind.IN, 0), at(ANA, Kind.OUT, 50)));
    assertEquals("2 ana OUT 1, 3 ana OUT 50", standing());
    correct(new Correction.Replace(3, at(ANA, Kind.OUT, 50), at(BEN, Kind.OUT, 50)));
    assertEquals("2 ana OUT 1, 4 ben OUT 50", standing());
    correct(new Correction.Void(4, at(BEN, Kind.OUT, 50)));
    assertEquals("2 ana OUT 1", standing());
    correct(new Correction.Add(at(ANA, Kind.IN, -100)));
    assertEquals("6 ana IN -100, 2 ana OUT 1", standing());
  }

  @Test
  void anAssignedTapStandsForTheWorker() {
    append(new Content.UnidentifiedTap(Drafts.FRONT, CredentialId.parse("em:0F002EC3E3"),
        Content.UnidentifiedTap.Reason.UNKNOWN_BADGE));
    correct(new Correction.Assign(1, at(ANA, Kind.IN, 0)));
    assertEquals("2 ana IN 0", standing());
    correct(new Correction.Void(2, at(ANA, Kind.IN, 0)));
    assertEquals("", standing());
  }

  @Test
  void whatIsKnownSinceOfATapsTimeHoldsForACorrectionThatLeftTheTimeAlone() {
    punch("ana", Kind.IN);
    correct(new Correction.Replace(1, at(ANA, Kind.IN, 0), at(ANA, Kind.OUT, 0)));
    assertEquals("2 ana OUT 3600", standing(3_600));
    correct(new Correction.Replace(2, at(ANA, Kind.OUT, 0), at(ANA, Kind.OUT, 5)));
    assertEquals("3 ana OUT 5", standing(3_600));
  }

  @Test
  void anAssignedTapKeepsWhatIsKnownOfItsTime() {
    append(new Content.UnidentifiedTap(Drafts.FRONT, CredentialId.parse("em:00000000FF"),
        Content.UnidentifiedTap.Reason.UNKNOWN_BADGE));
    correct(new Correction.Assign(1, at(ANA, Kind.IN, 0)));
    assertEquals("2 ana IN 3600", standing(3_600));
    correct(new Correction.Replace(2, at(ANA, Kind.IN, 0), at(ANA, Kind.IN, 60)));
    assertEquals("3 ana IN 60", standing(3_600), "a supervisor's time is not moved");
  }
}
