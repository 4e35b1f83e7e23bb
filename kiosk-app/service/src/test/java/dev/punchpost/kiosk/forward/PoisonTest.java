package dev.punchpost.kiosk.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Entries that the broker does not take, or that make it end the connection: they are set aside, the others go on.
class PoisonTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  private final ManualTicker ticker = new ManualTicker();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final FakeLink link = new FakeLink();
  private final List<Content> told = new ArrayList<>();
  private final Map<Long, Integer> refused = new HashMap<>();
  private final Set<Long> deadly = new HashSet<>();
  private final Set<Long> received = new HashSet<>();
  private int deathReason;
  private int answered;
  private boolean woken;

  private Delivery delivery() {
    answered = link.published.size();
    return new Delivery(outbox, link,
        ForwarderOptions.defaults("plant-a", "door-1", List.of(BrokerUrl.parse("mqtt://first"))),
        new Surroundings(ticker, new Random(1), () -> NOW, Correspondent.NONE, told::add), () -> woken = true,
        Runnable::run);
  }

  /// Turns the machine for this long, with a broker that takes everything but what is refused or deadly.
  private void run(Delivery delivery, Duration duration) {
    long end = ticker.micros() + duration.toMillis() * 1_000;
    for (int turns = 0; ticker.micros() < end; turns++) {
      assertTrue(turns < 100_000, "a busy loop");
      woken = false;
      long wait = delivery.step();
      answer();
      ticker.advanceMicros(woken ? 1 : Math.min(Math.max(wait, 1), end - ticker.micros()));
    }
  }

  private void answer() {
    while (answered < link.published.size()) {
      long seq = link.published.get(answered++).seq();
      FakeLink.FakeSession session = link.session();
      if (!session.unanswered.contains(seq)) {
        continue;
      }
      if (deadly.contains(seq)) {
        answered = link.published.size();
        session.lose(deathReason, "the broker closed the connection");
        return;
      }
      int code = refused.getOrDefault(seq, 0);
      if (code == 0) {
        received.add(seq);
      }
      session.answer(seq, code);
    }
  }

  private Set<Long> upToWithout(long last, Long... without) {
    Set<Long> all = new HashSet<>(LongStream.rangeClosed(1, last).boxed().toList());
    List.of(without).forEach(all::remove);
    return all;
  }

  private long sent(long seq) {
    return link.sequences().stream().filter(s -> s == seq).count();
  }

  @Test
  void aRefusedPunchIsSetAsideAfterItsTriesAndTheOthersGoOn() {
    outbox.punches(40);
    refused.put(7L, 0x99);
    refused.put(9L, 0x80);
    Delivery delivery = delivery();
    run(delivery, Duration.ofMillis(100));
    assertEquals(upToWithout(40, 7L, 9L), received, "the others do not wait");
    assertEquals(6, delivery.state().deliveredThrough());
    run(delivery, Duration.ofMinutes(1));
    assertEquals(2, sent(7));
    assertEquals(4, sent(9));
    assertEquals(40, outbox.deliveredThrough(), "the mark passes them");
    assertEquals(List.of(7L, 9L), delivery.state().setAside());
    assertEquals(List.of(new Content.Quarantined(7, 0x99, 2), new Content.Quarantined(9, 0x80, 4)), told);
    assertEquals(List.of("7 153 2 false", "9 128 4 false"), outbox.setAside().list().stream()
        .map(row -> row.seq() + " " + row.reason() + " " + row.tries() + " " + row.again()).toList());
    assertEquals(NOW, outbox.setAside().list().getFirst().at());
    assertEquals(1, link.sessions.size());
    assertEquals(Optional.empty(), delivery.state().lastError());
  }

  @Test
  void settingAnEventAsideTellsOfNoEvent() {
    outbox.append("dev.punchpost.outbox.quarantined.v1");
    outbox.punches(1);
    refused.put(1L, 0x99);
    run(delivery(), Duration.ofMinutes(1));
    assertEquals(List.of(), told);
    assertEquals(1, outbox.setAside().list().size());
    assertEquals(2, outbox.deliveredThrough());
  }

  @Test
  void anEntryTooLargeForTheBrokerIsSetAsideAtOnceAndTheConnectionStays() {
    outbox.punches(1);
    outbox.append("dev.punchpost.event.v1", "x".repeat(1_000));
    outbox.punches(3);
    link.maximumPacketSize = 900;
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(1));
    assertEquals(List.of(2L), delivery.state().setAside());
    assertEquals(upToWithout(5, 2L), received);
    assertEquals(0, sent(2));
    assertEquals(1, link.sessions.size());
  }

  @Test
  void aBrokerThatRefusesEverythingDoesNotEmptyTheQueueIntoTheList() {
    outbox.punches(500);
    for (long seq = 1; seq <= 500; seq++) {
      refused.put(seq, 0x80);
    }
    Delivery delivery = delivery();
    run(delivery, Duration.ofHours(10));
    assertTrue(delivery.state().setAside().size() <= 75, delivery.state().toString());
    assertTrue(delivery.state().lastError().isPresent());
    assertTrue(link.published.size() < 5_000, link.published.size() + " in ten hours");
    refused.clear();
    run(delivery, Duration.ofMinutes(5));
    assertEquals(500, delivery.state().deliveredThrough());
    assertEquals(upToWithout(500), received, "what was set aside in vain is sent again by itself");
    assertEquals(List.of(), delivery.state().setAside());
  }

  @Test
  void manyBadOnesInARowDoNotKeepAGoodOneForEver() {
    outbox.punches(40);
    for (long seq = 1; seq <= 30; seq++) {
      refused.put(seq, 0x99);
    }
    Delivery delivery = delivery();
    run(delivery, Duration.ofHours(5));
    assertTrue(received.containsAll(LongStream.rangeClosed(31, 40).boxed().toList()), received.toString());
    assertEquals(40, delivery.state().deliveredThrough());
    assertEquals(30, delivery.state().setAside().size());
  }

  @Test
  void quotaHoldsTheQueueAndSetsNothingAside() {
    outbox.punches(40);
    for (long seq = 1; seq <= 40; seq++) {
      refused.put(seq, 0x97);
    }
    Delivery delivery = delivery();
    run(delivery, Duration.ofHours(1));
    assertEquals(List.of(), delivery.state().setAside());
    assertTrue(link.published.size() < 300, link.published.size() + " in an hour");
    assertTrue(delivery.state().lastError().orElse("").contains("quota exceeded (0x97)"),
        delivery.state().toString());
    refused.clear();
    run(delivery, Duration.ofMinutes(3));
    assertEquals(upToWithout(40), received);
  }

  @Test
  void whatIsSetAsideStaysSoAfterARestartUntilSomebodyAsks() {
    outbox.punches(10);
    refused.put(4L, 0x99);
    Delivery before = delivery();
    run(before, Duration.ofMinutes(1));
    before.close();
    Delivery delivery = delivery();
    assertEquals(List.of(4L), delivery.state().setAside());
    run(delivery, Duration.ofHours(1));
    assertEquals(2, sent(4));
    assertEquals(1, outbox.setAside().again(OptionalLong.of(4)));
    delivery.again();
    run(delivery, Duration.ofMinutes(1));
    assertEquals(4, sent(4), "refused again, and set aside again");
    assertEquals(List.of(4L), delivery.state().setAside());
    refused.clear();
    outbox.setAside().again(OptionalLong.empty());
    delivery.again();
    run(delivery, Duration.ofSeconds(10));
    assertTrue(received.contains(4L));
    assertEquals(List.of(), delivery.state().setAside());
    assertEquals(List.of(), outbox.setAside().list());
    assertEquals(10, outbox.deliveredThrough());
  }

  @Test
  void whatWasAskedForWhileTheServiceWasStoppedIsSentAtTheNextStart() {
    outbox.punches(10);
    refused.put(4L, 0x99);
    Delivery before = delivery();
    run(before, Duration.ofMinutes(1));
    before.close();
    refused.clear();
    outbox.setAside().again(OptionalLong.empty());
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(10));
    assertTrue(received.contains(4L));
    assertEquals(List.of(), outbox.setAside().list());
  }

  @Test
  void anEntryThatTheBrokerBlamesForTheEndOfTheConnectionIsFoundAndSetAside() {
    outbox.punches(100);
    deadly.add(33L);
    deathReason = 0x95;
    Delivery delivery = delivery();
    run(delivery, Duration.ofMinutes(2));
    assertEquals(List.of(33L), delivery.state().setAside());
    assertEquals(upToWithout(100, 33L), received);
    assertTrue(link.sessions.size() <= 5, link.sessions.size() + " connections");
  }

  @Test
  void anEntryThatEndsTheConnectionWithoutAWordIsFoundAndSetAside() {
    outbox.punches(100);
    deadly.add(33L);
    deadly.add(40L);
    Delivery delivery = delivery();
    run(delivery, Duration.ofMinutes(10));
    assertEquals(List.of(33L, 40L), delivery.state().setAside());
    assertEquals(upToWithout(100, 33L, 40L), received);
    assertTrue(link.sessions.size() <= 40, link.sessions.size() + " connections");
    assertEquals(2, told.size());
  }

  @Test
  void aNetworkThatBreaksAllTheTimeBlamesNobody() {
    outbox.punches(30);
    Delivery delivery = delivery();
    Random chance = new Random(5);
    for (int i = 0; i < 3_000 && delivery.state().deliveredThrough() < 30; i++) {
      ticker.advanceMicros(Math.min(delivery.step(), 61_000_000));
      if (!link.sessions.isEmpty() && !link.session().closed) {
        if (chance.nextInt(10) == 0 && !link.session().unanswered.isEmpty()) {
          link.session().answer(link.session().unanswered.getFirst(), 0);
        } else {
          link.session().lose("cut");
        }
      }
    }
    assertEquals(30, delivery.state().deliveredThrough());
    assertFalse(delivery.state().setAside().size() > 0, delivery.state().toString());
  }

  @Test
  void aStoreThatFailsKeepsThePoisonAndLosesNothing() {
    outbox.punches(10);
    refused.put(4L, 0x95);
    Delivery delivery = delivery();
    delivery.step();
    outbox.fail(true);
    run(delivery, Duration.ofSeconds(30));
    assertEquals(3, delivery.state().deliveredThrough());
    assertEquals(List.of(), delivery.state().setAside());
    outbox.fail(false);
    run(delivery, Duration.ofMinutes(3));
    assertEquals(List.of(4L), delivery.state().setAside());
    assertEquals(10, outbox.deliveredThrough());
  }
}
