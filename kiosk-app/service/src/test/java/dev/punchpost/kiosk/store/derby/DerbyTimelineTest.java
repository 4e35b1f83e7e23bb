package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.LastPunch;
import dev.punchpost.kiosk.timeline.Stretch;
import dev.punchpost.kiosk.timeline.TimeCorrection;
import dev.punchpost.kiosk.timeline.Timeline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stretches and corrections beside the ledger: written with their entries or not at all.
class DerbyTimelineTest {
  private static final Content.ServiceStopped NOTHING = new Content.ServiceStopped();
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final long NOON_US = NOON.getEpochSecond() * 1_000_000;

  @TempDir
  Path directory = Path.of("");
  private final EntryIds ids = new EntryIds(new Random(3));
  private @Nullable DerbyStore opened;

  private DerbyStore open() {
    return DerbyStore.open(Stores.options(directory.resolve("data")));
  }

  private DerbyStore store() {
    DerbyStore store = opened;
    if (store == null) {
      store = open();
      opened = store;
    }
    return store;
  }

  @AfterEach
  void close() {
    store().close();
    opened = null;
  }

  private StoredEntry append(String boot, long monotonicUs, long offsetUs, ClockState state, Content content) {
    Reading at = new Reading(Instant.EPOCH.plusNanos((offsetUs + monotonicUs) * 1_000), monotonicUs, boot, state,
        state == ClockState.UNSET ? OptionalLong.empty() : OptionalLong.of(7));
    return store().writer().append(new Draft(ids.next(at.wall()), at, at, content));
  }

  @Test
  void bootsAreCountedAndAStretchBeginsWithAnotherBootStateOrOffset() {
    append("boot-a", 1, 0, ClockState.UNSET, NOTHING);
    append("boot-a", 2, 4_000, ClockState.UNSET, NOTHING); // within the jitter
    append("boot-a", 3, NOON_US, ClockState.UNSET, NOTHING);
    store().writer().commit();
    close();
    append("boot-a", 4, NOON_US, ClockState.SYNCHRONISED, NOTHING);
    StoredEntry last = append("boot-b", 1, NOON_US, ClockState.SYNCHRONISED, NOTHING);
    store().writer().commit();
    List<Stretch> stretches = store().reader().timeline().stretches();
    assertEquals(List.of(1L, 3L, 4L, 5L), stretches.stream().map(Stretch::firstSeq).toList());
    assertEquals(List.of(1L, 1L, 1L, 2L), stretches.stream().map(Stretch::boot).toList());
    assertEquals(OptionalLong.of(7), stretches.getLast().uncertaintyMs());
    assertEquals("2", EntryView.of(last).detail("bootCount").orElseThrow());
    assertEquals(3, store().writer().timeline("boot-a").stretches().size());
  }

  @Test
  void whatIsRolledBackLeavesNoStretch() {
    append("boot-a", 1, 0, ClockState.UNSET, NOTHING);
    store().writer().commit();
    append("boot-b", 1, 0, ClockState.UNSET, NOTHING);
    assertEquals(1, store().writer().timeline("boot-b").stretches().size());
    assertEquals(1, store().reader().timeline().stretches().size());
    store().writer().rollback();
    append("boot-a", 2, 0, ClockState.UNSET, NOTHING);
    store().writer().commit();
    assertEquals(new Timeline(List.of(new Stretch(1, 1, "boot-a", 1, 0, ClockState.UNSET, OptionalLong.empty())),
        List.of(), 2), store().reader().timeline());
  }

  @Test
  void aCorrectionTakesTheLastPunchesOfItsRangeAlong() {
    Content.Punch punch = (Content.Punch) new Drafts().punch("w1", Kind.IN).content();
    append("boot-a", 1_000_000, 0, ClockState.UNSET, punch);
    append("boot-a", 60_000_000, NOON_US, ClockState.SYNCHRONISED,
        new Content.TimeCorrected(1, 1, NOON_US, OptionalLong.of(9),
            Content.TimeCorrected.Cause.FIRST_SYNCHRONISATION));
    store().writer().commit();
    LastPunch last = store().writer().lastPunch(new WorkerId("w1")).orElseThrow();
    assertEquals(NOON.plusSeconds(1), last.wall());
    assertEquals(ClockState.HOLDOVER, last.clock());
    assertEquals(List.of(new TimeCorrection(2, 1, 1, NOON_US, OptionalLong.of(9), 60_000_000)),
        store().reader().timeline().corrections());
    assertEquals(store().reader().timeline().corrections(), store().writer().timeline("boot-a").corrections());
    EntryView entry = EntryView.of(store().outbox().after(1, 1).getFirst());
    assertEquals("dev.punchpost.time.corrected.v1", entry.type());
    assertEquals(OptionalLong.of(7), entry.uncertaintyMs());
    assertEquals(List.of("1", "1", Long.toString(NOON_US), "9", "FIRST_SYNCHRONISATION"),
        List.of("firstSeq", "lastSeq", "offsetUs", "correctedUncertaintyMs", "cause").stream()
            .map(member -> entry.detail(member).orElseThrow()).toList());
  }
}
