package dev.punchpost.kiosk.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The machine, turned by hand, against a broker that does what the test says, in time that the test owns.
class DeliveryTest {
  private static final BrokerUrl FIRST = BrokerUrl.parse("mqtt://first");
  private static final BrokerUrl SECOND = BrokerUrl.parse("mqtt://second");

  private final ManualTicker ticker = new ManualTicker();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final FakeLink link = new FakeLink();
  private final Random random = new Random(1);
  private boolean woken;

  private static LinkException refused() {
    return new LinkException(LinkException.Kind.REFUSED, "nobody listens", null);
  }

  private Delivery delivery(BrokerUrl... urls) {
    ForwarderOptions options = ForwarderOptions.defaults("plant-a", "door-1",
        urls.length == 0 ? List.of(FIRST) : List.of(urls));
    return new Delivery(outbox, link, options, Surroundings.alone(ticker, random), () -> woken = true, Runnable::run);
  }

  /// Turns the machine for this long, at once when it is woken and else when it wants to.
  private void run(Delivery delivery, Duration duration) {
    long end = ticker.micros() + duration.toMillis() * 1_000;
    for (int turns = 0; ticker.micros() < end; turns++) {
      assertTrue(turns < 100_000, "a busy loop");
      woken = false;
      long wait = delivery.step();
      ticker.advanceMicros(woken ? 1 : Math.min(Math.max(wait, 1), end - ticker.micros()));
    }
    delivery.step();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void everyEntryIsSentOnceInOrderAndTheMarkFollows() {
    outbox.punches(250);
    link.acknowledgeAtOnce = true;
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(1));
    assertEquals(upTo(250), link.sequences());
    assertEquals(250, delivery.state().deliveredThrough());
    assertEquals(250, outbox.deliveredThrough());
  }

  @Test
  void punchesAndOtherEntriesGoToTheirTopicsWithTheStoredBytes() {
    StoredEntry punch = outbox.append(Content.Punch.TYPE);
    StoredEntry other = outbox.append("dev.punchpost.service.started.v1");
    delivery().step();
    MqttLink.Publication first = link.published.get(0);
    assertEquals("punchpost/v1/plant-a/door-1/punch", first.topic());
    assertEquals(punch.body(), new String(first.payload(), StandardCharsets.UTF_8));
    assertEquals("application/cloudevents+json", first.contentType());
    assertEquals("punchpost/v1/plant-a/door-1/event", link.published.get(1).topic());
    assertEquals(other.body(), new String(link.published.get(1).payload(), StandardCharsets.UTF_8));
  }

  @Test
  void noMoreIsInFlightThanTheBrokerAllows() {
    outbox.punches(100);
    link.receiveMaximum = 7;
    Delivery delivery = delivery();
    delivery.step();
    assertEquals(7, delivery.state().inFlight());
    link.session().answer(3, 0);
    delivery.step();
    assertEquals(8, link.published.size());
    assertEquals(7, delivery.state().inFlight());
  }

  @Test
  void aNewEntryLeavesWithTheNextTurn() {
    Delivery delivery = delivery();
    delivery.step();
    outbox.punches(1);
    delivery.more();
    delivery.step();
    assertEquals(upTo(1), link.sequences());
  }

  @Test
  void acknowledgementsInAnyOrderMoveTheMarkOnlyOverWhatIsComplete() {
    outbox.punches(5);
    Delivery delivery = delivery();
    delivery.step();
    link.session().answer(5, 0);
    link.session().answer(2, 0);
    delivery.step();
    assertEquals(0, delivery.state().deliveredThrough());
    link.session().answer(1, 0);
    link.session().answer(1, 0);
    delivery.step();
    assertEquals(2, delivery.state().deliveredThrough());
    link.session().answer(4, 0x10);
    link.session().answer(3, 0);
    delivery.step();
    assertEquals(5, delivery.state().deliveredThrough());
    assertEquals(0, delivery.state().inFlight());
  }

  @Test
  void acknowledgementsForWhatWasNeverSentChangeNothing() {
    outbox.punches(2);
    Delivery delivery = delivery();
    delivery.step();
    link.session().answer(99, 0);
    delivery.step();
    assertEquals(0, delivery.state().deliveredThrough());
  }

  /// A broker that was restarted at night, with nothing to deliver until morning: no acknowledgement of an entry takes the
  /// error back, and the status message that is acknowledged at once is no such thing.
  @Test
  void aLostConnectionIsForgottenOnceAnotherOneHoldsAlsoWithNothingToDeliver() {
    Delivery delivery = delivery();
    delivery.step();
    link.session().lose("restarted");
    run(delivery, Duration.ofSeconds(4));
    assertTrue(delivery.state().connected());
    link.session().answer(99, 0);
    run(delivery, Duration.ofSeconds(30));
    assertEquals(Optional.of("mqtt://first:1883: restarted"), delivery.state().lastError());
    run(delivery, Duration.ofSeconds(31));
    assertEquals(Optional.empty(), delivery.state().lastError());
    assertEquals(2, delivery.state().connects());
  }

  @Test
  void afterALossWhatWasNotAcknowledgedIsSentAgainInOrder() {
    outbox.punches(6);
    Delivery delivery = delivery();
    delivery.step();
    link.session().answer(1, 0);
    link.session().answer(4, 0);
    link.session().lose("cable");
    delivery.step();
    assertFalse(delivery.state().connected());
    assertEquals(Optional.of("mqtt://first:1883: cable"), delivery.state().lastError());
    FakeLink.FakeSession old = link.session();
    run(delivery, Duration.ofSeconds(4));
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 2L, 3L, 5L, 6L), link.sequences());
    old.answer(2, 0);
    delivery.step();
    assertEquals(1, delivery.state().deliveredThrough(), "an old connection does not speak into the new one");
    link.session().answerAll();
    delivery.step();
    assertEquals(6, delivery.state().deliveredThrough());
    assertEquals(Optional.empty(), delivery.state().lastError());
    assertTrue(old.closed);
    assertEquals(2, delivery.state().connects());
  }

  @Test
  void aCrashBetweenAcknowledgementAndMarkSendsAFewAgainAndSkipsNone() {
    outbox.punches(10);
    Delivery crashed = delivery();
    crashed.step();
    link.session().answerAll();
    crashed.step();
    assertEquals(10, crashed.state().deliveredThrough());
    assertEquals(0, outbox.deliveredThrough());
    outbox.punches(2);
    link.published.clear();
    delivery().step();
    assertEquals(upTo(12), link.sequences());
  }

  @Test
  void theMarkIsWrittenSeldomAndAtTheEnd() {
    link.acknowledgeAtOnce = true;
    Delivery delivery = delivery();
    for (int i = 0; i < 40; i++) {
      outbox.punches(1);
      delivery.more();
      run(delivery, Duration.ofMillis(100));
    }
    assertEquals(0, outbox.marks());
    run(delivery, Duration.ofSeconds(1));
    assertEquals(1, outbox.marks());
    assertEquals(40, outbox.deliveredThrough());
    outbox.punches(3);
    delivery.more();
    delivery.step();
    delivery.step();
    delivery.close();
    assertEquals(43, outbox.deliveredThrough());
    assertTrue(link.session().closed);
  }

  @Test
  void aLongDrainWritesTheMarkNowAndThen() {
    outbox.punches(20_000);
    link.acknowledgeAtOnce = true;
    Delivery delivery = delivery();
    while (delivery.state().deliveredThrough() < 20_000) {
      delivery.step();
      ticker.advance(Duration.ofMillis(1));
    }
    assertTrue(outbox.marks() >= 2 && outbox.marks() <= 6, outbox.marks() + " marks");
  }

  @Test
  void withoutABrokerItTriesWithGrowingRandomWaitsAndSaysWhy() {
    outbox.punches(3);
    link.failure = Optional.of(refused());
    Delivery delivery = delivery();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      waits.add(delivery.step());
      ticker.advanceMicros(waits.getLast());
    }
    assertEquals(200, link.attempts.size());
    assertTrue(Collections.min(waits) >= 1_000_000 && Collections.max(waits) <= 60_000_000, waits.toString());
    assertTrue(new HashSet<>(waits).size() > 150, "jitter");
    assertTrue(waits.subList(20, 200).stream().mapToLong(w -> w).average().orElse(0) > 20_000_000, "growing");
    assertEquals(Optional.of("nobody listens"), delivery.state().lastError());
    link.failure = Optional.empty();
    delivery.step();
    assertEquals(upTo(3), link.sequences());
  }

  @Test
  void brokersAreTriedInTurnBeforeAnyWait() {
    link.failure = Optional.of(refused());
    Delivery delivery = delivery(FIRST, SECOND);
    assertEquals(0, delivery.step());
    assertTrue(delivery.step() >= 1_000_000);
    assertEquals(List.of(FIRST, SECOND), link.attempts);
  }

  @Test
  void aBrokerThatAnswersConnackAndDropsIsNotTriedInABusyLoop() {
    outbox.punches(1);
    link.afterConnect = session -> session.lose("dropped");
    Delivery delivery = delivery();
    run(delivery, Duration.ofMinutes(10));
    assertTrue(link.attempts.size() > 10 && link.attempts.size() < 100, link.attempts.size() + " attempts");
  }

  @Test
  void aStallEndsTheConnectionThoughItLooksAlive() {
    outbox.punches(2);
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(29));
    assertFalse(link.session().closed);
    link.session().answer(1, 0);
    run(delivery, Duration.ofSeconds(29));
    assertEquals(1, link.sessions.size(), "any answer is progress");
    run(delivery, Duration.ofSeconds(5));
    assertTrue(link.sessions.getFirst().closed);
    assertEquals(2, link.sessions.size());
    assertEquals(List.of(1L, 2L, 2L), link.sequences());
  }

  @Test
  void anIdleConnectionIsNotAStall() {
    Delivery delivery = delivery();
    run(delivery, Duration.ofHours(1));
    outbox.punches(1);
    delivery.more();
    run(delivery, Duration.ofSeconds(10));
    assertEquals(1, link.sessions.size());
  }

  @Test
  void aRefusedEntryIsKeptAndSentAgainUntilItIsTaken() {
    outbox.punches(40);
    Delivery delivery = delivery();
    delivery.step();
    link.session().answer(1, 0);
    link.session().answer(2, 0x87);
    link.session().answer(4, 0x87);
    delivery.step();
    assertEquals(20, link.published.size(), "the queue is held");
    assertEquals(2, delivery.state().refusals());
    assertTrue(delivery.state().lastError().orElse("").contains("entry 2"), delivery.state().toString());
    link.session().answerAll();
    run(delivery, Duration.ofSeconds(4));
    assertEquals(List.of(2L), link.sequences().subList(20, 21), "a probe alone");
    assertEquals(1, delivery.state().inFlight());
    assertEquals(1, delivery.state().deliveredThrough());
    link.session().answer(2, 0x87);
    run(delivery, Duration.ofMillis(900));
    assertEquals(21, link.published.size());
    run(delivery, Duration.ofSeconds(9));
    link.acknowledgeAtOnce = true;
    link.session().answer(2, 0);
    run(delivery, Duration.ofSeconds(1));
    assertEquals(40, delivery.state().deliveredThrough());
    assertEquals(3, delivery.state().refusals());
    assertEquals(Optional.empty(), delivery.state().lastError());
    List<Long> again = link.sequences().subList(20, link.published.size());
    assertEquals(List.of(2L, 2L, 4L, 21L), again.subList(0, 4), "only what was not taken, in order");
  }

  @Test
  void aLossWhileAProbeIsUnderWayDoesNotStopTheProbing() {
    outbox.punches(1);
    Delivery delivery = delivery();
    delivery.step();
    link.session().answer(1, 0x97);
    run(delivery, Duration.ofSeconds(4));
    assertEquals(2, link.published.size());
    link.session().lose("cable");
    run(delivery, Duration.ofSeconds(10));
    link.session().answerAll();
    delivery.step();
    assertEquals(1, delivery.state().deliveredThrough());
  }

  @Test
  void aStoreThatFailsIsAskedAgainAndNothingIsLost() {
    outbox.punches(150);
    link.acknowledgeAtOnce = true;
    outbox.fail(true);
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(10));
    assertTrue(delivery.state().connected());
    outbox.fail(false);
    run(delivery, Duration.ofSeconds(3));
    assertEquals(upTo(150), link.sequences());
    outbox.fail(true);
    outbox.punches(1);
    delivery.more();
    run(delivery, Duration.ofSeconds(10));
    outbox.fail(false);
    run(delivery, Duration.ofSeconds(7));
    assertEquals(151, outbox.deliveredThrough());
  }

  /// Losses, stalls, refusals, crashes, reordering and repetitions at random: whatever happens, the mark never passes
  /// an entry that the broker has not acknowledged, and in the end all are there.
  @Test
  void whateverHappensNothingIsSkipped() {
    for (int seed = 0; seed < 300; seed++) {
      // A fixture of its own for each.
      new DeliveryTest().survive(new Random(seed), "seed " + seed);
    }
  }

  private void survive(Random chance, String seed) {
    Set<Long> received = new HashSet<>();
    Delivery delivery = delivery(FIRST, SECOND);
    for (int i = 0; i < 300; i++) {
      outbox.punches(chance.nextInt(5));
      delivery.more();
      long wait = delivery.step();
      if (!link.sessions.isEmpty()) {
        List<Long> open = new ArrayList<>(link.session().unanswered);
        Collections.shuffle(open, chance);
        for (long seq : open.subList(0, chance.nextInt(open.size() + 1))) {
          boolean refuse = chance.nextInt(40) == 0;
          if (!refuse) {
            received.add(seq);
          }
          link.session().answer(seq, refuse ? 0x87 : 0);
        }
      }
      switch (chance.nextInt(30)) {
        case 0 -> link.sessions.forEach(session -> session.lose("cut"));
        case 1 -> link.failure = chance.nextBoolean() ? Optional.of(refused()) : Optional.empty();
        case 2 -> delivery = delivery(FIRST, SECOND);
        case 3 -> outbox.fail(chance.nextBoolean());
        default -> ticker.advanceMicros(Math.min(wait, chance.nextInt(40_000_000)));
      }
      assertTrue(received.containsAll(upTo(outbox.deliveredThrough())), seed);
    }
    outbox.fail(false);
    link.failure = Optional.empty();
    for (int i = 0; i < 1_000 && delivery.state().deliveredThrough() < outbox.size(); i++) {
      ticker.advanceMicros(Math.min(delivery.step(), 61_000_000));
      if (!link.sessions.isEmpty()) {
        received.addAll(link.session().unanswered);
        link.session().answerAll();
      }
    }
    assertEquals(outbox.size(), delivery.state().deliveredThrough(), seed);
    assertEquals(outbox.size(), received.size(), seed);
    delivery.close();
    assertEquals(outbox.size(), outbox.deliveredThrough(), seed);
  }
}
