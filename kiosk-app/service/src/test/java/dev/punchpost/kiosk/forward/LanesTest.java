package dev.punchpost.kiosk.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// New entries go ahead of a backlog, and the mark waits for both.
class LanesTest {
  private final ManualTicker ticker = new ManualTicker();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final FakeLink link = new FakeLink();

  private Delivery delivery() {
    return new Delivery(outbox, link,
        ForwarderOptions.defaults("plant-a", "door-1", List.of(BrokerUrl.parse("mqtt://first"))),
        Surroundings.alone(ticker, new Random(1)), () -> {}, Runnable::run);
  }

  @Test
  void aNewEntryGoesAheadOfTheBacklogWithinTheWindow() {
    outbox.punches(100_000);
    Delivery delivery = delivery();
    delivery.step();
    assertEquals(20, delivery.state().inFlight());
    outbox.punches(2);
    delivery.more();
    link.session().answer(1, 0);
    link.session().answer(2, 0);
    link.session().answer(3, 0);
    delivery.step();
    assertEquals(List.of(100_001L, 100_002L, 21L), link.sequences().subList(20, 23));
    link.session().answer(100_001, 0);
    delivery.step();
    assertEquals(3, delivery.state().deliveredThrough(), "the mark does not jump");
  }

  @Test
  void afterARestartInTheMiddleOfABacklogNothingIsSkipped() {
    outbox.punches(5_000);
    Set<Long> received = new HashSet<>();
    Random chance = new Random(9);
    Delivery delivery = delivery();
    for (int i = 0; i < 5_000 && delivery.state().deliveredThrough() < outbox.size(); i++) {
      if (i < 300) {
        outbox.punches(chance.nextInt(3));
        delivery.more();
      }
      delivery.step();
      ticker.advanceMicros(100_000);
      if (!link.sessions.isEmpty()) {
        received.addAll(link.session().unanswered);
        link.session().answerAll();
      }
      if (i % 37 == 0) {
        delivery = delivery();
      }
      if (i % 61 == 0) {
        link.session().lose("cut");
        ticker.advanceMicros(4_000_000);
      }
      assertTrue(received.containsAll(LongStream.rangeClosed(1, outbox.deliveredThrough()).boxed().toList()));
    }
    assertEquals(outbox.size(), delivery.state().deliveredThrough());
    assertEquals(outbox.size(), received.size());
  }

  @Test
  void rangesOfSequencesJoinAndAreForgotten() {
    Random chance = new Random(3);
    for (int round = 0; round < 200; round++) {
      SequenceRanges ranges = new SequenceRanges();
      Set<Long> model = new HashSet<>();
      for (int i = 0; i < 60; i++) {
        long seq = 1 + chance.nextInt(50);
        if (chance.nextInt(20) == 0) {
          ranges.dropThrough(seq);
          model.removeIf(known -> known <= seq);
        } else {
          ranges.add(seq);
          model.add(seq);
        }
        long end = seq;
        while (model.contains(end + 1)) {
          end++;
        }
        assertEquals(end, ranges.endAfter(seq));
        for (long known = 0; known <= 52; known++) {
          assertEquals(model.contains(known), ranges.contains(known));
        }
        assertEquals(model.stream().filter(known -> !model.contains(known - 1)).count(), ranges.count());
      }
    }
  }
}
