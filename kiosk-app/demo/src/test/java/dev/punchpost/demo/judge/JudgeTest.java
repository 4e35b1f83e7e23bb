package dev.punchpost.demo.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Instant EIGHT = Instant.parse("2026-11-20T07:00:00.123456Z");
  private static final String PUNCH_TOPIC = "punchpost/v1/demo/door-1/punch";
  private static final String EVENT_TOPIC = "punchpost/v1/demo/door-1/event";

  private final Judge judge = Judge.ofNewLedger();

  @Test
  void isContentWhenEveryTickComesBackOnce() {
    tapAndTick("1001", "IN", 1);
    tapAndTick("1001", "OUT", 2);
    come("1001", "IN", 1);
    come("1001", "OUT", 2);

    Verdict end = judge.end();

    assertTrue(end.content(), end.complaints().toString());
    assertEquals(2, end.punches());
  }

  @Test
  void aTickWithoutItsMessageIsOnItsWayAndInTheEndLost() {
    tapAndTick("1001", "IN", 1);

    assertEquals(1, judge.sofar().onTheirWay());
    assertEquals(0, judge.sofar().complaints().size());
    assertComplaint("lost: worker 1001 IN");
  }

  @Test
  void aRepeatedMessageIsARedeliveryAndNoComplaint() {
    tapAndTick("1001", "IN", 1);
    come("1001", "IN", 1);
    come("1001", "IN", 1);

    assertTrue(judge.end().content());
    assertEquals(1, judge.end().redeliveries());
  }

  @Test
  void oneIdWithTwoContentsIsAltered() {
    tapAndTick("1001", "IN", 1);
    come("1001", "IN", 1);
    receive(PUNCH_TOPIC, punch(id(1), 1, "1001", "IN", EIGHT).replace("\"monotonicUs\":5", "\"monotonicUs\":6"));

    assertComplaint("altered: entry " + id(1));
  }

  @Test
  void aPunchWithAnotherWorkerKindTimeOrNumberThanItsTickIsAltered() {
    tapAndTick("1001", "IN", 1);
    tapAndTick("1002", "IN", 2);
    tapAndTick("1003", "IN", 3);
    tapAndTick("1004", "IN", 4);
    receive(PUNCH_TOPIC, punch(id(1), 1, "1009", "IN", EIGHT));
    receive(PUNCH_TOPIC, punch(id(2), 2, "1002", "OUT", EIGHT));
    receive(PUNCH_TOPIC, punch(id(3), 3, "1003", "IN", EIGHT.plusMillis(1)));
    receive(PUNCH_TOPIC, punch(id(4), 5, "1004", "IN", EIGHT));

    assertComplaint("worker 1009 instead of 1001");
    assertComplaint("kind OUT instead of IN");
    assertComplaint("time " + EIGHT.plusMillis(1) + " instead of " + EIGHT);
    assertComplaint("seq 5 instead of 4");
  }

  @Test
  void aPunchUnderASecondIdAndNumberIsDoubled() {
    tapAndTick("1001", "IN", 1);
    come("1001", "IN", 1);
    come("1001", "IN", 2);

    assertComplaint("doubled: 1 punch(es) of worker 1001 came without a tick");
  }

  @Test
  void twoIdsUnderOneNumberAreDoubled() {
    tapAndTick("1001", "IN", 1);
    come("1001", "IN", 1);
    receive(PUNCH_TOPIC, punch(id(9), 1, "1001", "IN", EIGHT));

    assertComplaint("doubled: seq 1 came under two ids");
  }

  @Test
  void aPunchWithoutATickIsAllowedForATapThatAPowerCutLeftUnanswered() {
    judge.tapped(Optional.of("1001"));
    judge.interrupted();
    come("1001", "IN", 1);

    assertTrue(judge.end().content(), judge.end().complaints().toString());
    assertEquals(1, judge.end().unticked());
  }

  @Test
  void onePowerCutExcusesOnePunchOfThatWorkerOnly() {
    judge.tapped(Optional.of("1001"));
    judge.interrupted();
    come("1001", "IN", 1);
    come("1001", "OUT", 2);
    come("1002", "IN", 3);

    assertComplaint("2 punch(es) of worker 1001");
    assertComplaint("1 punch(es) of worker 1002");
  }

  @Test
  void aTapThatAPowerCutLeftUnansweredMayAlsoHaveLeftNothing() {
    judge.tapped(Optional.of("1001"));
    judge.interrupted();

    assertTrue(judge.end().content());
  }

  @Test
  void aTapWithoutAnyAnswerIsAComplaintAtTheEndOnly() {
    judge.tapped(Optional.of("1001"));

    assertTrue(judge.sofar().complaints().isEmpty());
    assertComplaint("tap 1 (worker 1001) got no answer");
  }

  @Test
  void aTickThatNobodyTappedForIsAComplaint() {
    judge.tapped(Optional.of("1002"));
    judge.ticked(tick("1001", "IN", 1));

    assertComplaint("a tick that nobody tapped for");
  }

  @Test
  void aRepeatedTickPromisesNothingNew() {
    tapAndTick("1001", "IN", 1);
    come("1001", "IN", 1);
    judge.tapped(Optional.of("1001"));
    judge.ticked(new Tick("front", "1001", "IN", EIGHT, 1, id(1), true, false));

    assertTrue(judge.end().content(), judge.end().complaints().toString());
    assertEquals(1, judge.end().ticks());
  }

  @Test
  void aRepeatedTickForATapBeforeThePowerCutIsAPromiseToo() {
    judge.tapped(Optional.of("1001"));
    judge.interrupted();
    judge.tapped(Optional.of("1001"));
    judge.ticked(new Tick("front", "1001", "IN", EIGHT, 1, id(1), true, false));

    assertComplaint("lost: worker 1001 IN");
    come("1001", "IN", 1);
    assertTrue(judge.end().content());
  }

  @Test
  void oneEntryTickedInTwoWaysIsAComplaint() {
    tapAndTick("1001", "IN", 1);
    come("1001", "IN", 1);
    judge.tapped(Optional.of("1001"));
    judge.ticked(new Tick("front", "1001", "OUT", EIGHT, 1, id(1), true, false));

    assertComplaint("one entry ticked in two ways");
  }

  @Test
  void aGapInTheNumbersOfPunchesAndEventsTogetherIsAComplaint() {
    receive(EVENT_TOPIC, event(id(1), 1, "dev.punchpost.service.started.v1"));
    tapAndTick("1001", "IN", 2);
    come("1001", "IN", 2);
    assertTrue(judge.end().content());

    receive(EVENT_TOPIC, event(id(6), 6, "dev.punchpost.service.stopped.v1"));

    assertComplaint("the numbers have a gap, seq 3 to 5 never came");
  }

  @Test
  void anUnknownBadgeMustLeaveAnEntryToo() {
    judge.tapped(Optional.empty());
    judge.unidentified();

    assertComplaint("lost: 1 taps of unknown badges");
    receive(EVENT_TOPIC, event(id(1), 1, "dev.punchpost.tap.unidentified.v1"));
    assertTrue(judge.end().content());
    receive(EVENT_TOPIC, event(id(2), 2, "dev.punchpost.tap.unidentified.v1"));
    assertComplaint("doubled: 1 taps of unknown badges");
  }

  @Test
  void aKnownBadgeThatThePanelDoesNotKnowIsAComplaint() {
    judge.tapped(Optional.of("1001"));
    judge.unidentified();

    assertComplaint("the panel did not know a badge: tap 1 (worker 1001)");
  }

  @Test
  void aRefusedTapThatIsPublishedAllTheSameIsDoubled() {
    judge.tapped(Optional.of("1001"));
    judge.notRecorded();
    assertTrue(judge.end().content());

    come("1001", "IN", 1);

    assertComplaint("doubled: 1 punch(es) of worker 1001");
  }

  @Test
  void aMessageThatIsNoEntryIsAComplaint() {
    receive(PUNCH_TOPIC, "{\"specversion\":\"1.0\"}");
    receive(PUNCH_TOPIC, "nonsense");
    receive(EVENT_TOPIC, punch(id(1), 1, "1001", "IN", EIGHT));

    assertEquals(3, judge.end().complaints().size());
  }

  @Test
  void ofAKeptLedgerOnlyWhatIsNewIsJudged() {
    Judge kept = Judge.ofKeptLedger(EIGHT.plusSeconds(60));
    kept.received(PUNCH_TOPIC, bytes(punch(id(41), 41, "1001", "IN", EIGHT)));
    kept.tapped(Optional.of("1001"));
    Instant later = EIGHT.plusSeconds(61);
    kept.ticked(new Tick("front", "1001", "OUT", later, 42, id(42), false, false));
    assertFalse(kept.end().content());

    kept.received(PUNCH_TOPIC, bytes(punch(id(42), 42, "1001", "OUT", later)));

    assertTrue(kept.end().content(), kept.end().complaints().toString());
  }

  private void tapAndTick(String worker, String kind, long seq) {
    judge.tapped(Optional.of(worker));
    judge.ticked(tick(worker, kind, seq));
  }

  private static Tick tick(String worker, String kind, long seq) {
    return new Tick("front", worker, kind, EIGHT, seq, id(seq), false, false);
  }

  private void come(String worker, String kind, long seq) {
    receive(PUNCH_TOPIC, punch(id(seq), seq, worker, kind, EIGHT));
  }

  private void receive(String topic, String json) {
    judge.received(topic, bytes(json));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private void assertComplaint(String part) {
    Verdict end = judge.end();
    assertFalse(end.content());
    assertTrue(end.complaints().stream().anyMatch(complaint -> complaint.contains(part)),
        () -> part + " is not in " + end.complaints());
  }

  private static String id(long seq) {
    return "01976f7c-0000-7000-8000-%012d".formatted(seq);
  }

  private static String event(String id, long seq, String type) {
    return """
        {"specversion":"1.0","id":"%s","source":"/punchpost/demo/door-1","type":"%s",\
        "time":"2026-11-20T08:00:00+01:00","data":{"ledger":"L","seq":%d}}""".formatted(id, type, seq);
  }

  private static String punch(String id, long seq, String worker, String kind, Instant time) {
    return """
        {"specversion":"1.0","id":"%s","source":"/punchpost/demo/door-1","type":"dev.punchpost.punch.v1",\
        "subject":"%s","time":"%s","data":{"ledger":"L","seq":%d,"worker":"%s","kind":"%s","reader":"front",\
        "monotonicUs":5,"flags":[]}}""".formatted(id, worker, time, seq, worker, kind);
  }
}
