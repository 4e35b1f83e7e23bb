package dev.punchpost.kiosk.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Content.AckRefused;
import dev.punchpost.kiosk.ledger.Content.AckRefused.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// `require-consumer-ack`: only the named consumer's word moves the mark.
class ConsumerAckTest {
  private static final String ACK = "punchpost/v1/plant-a/door-1/ack/";
  private static final String OTHER = "018f3c1e-7a10-7cc3-9c1c-ffffffffffff";

  private final ManualTicker ticker = new ManualTicker();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final FakeLink link = new FakeLink();
  private final List<Content> told = new ArrayList<>();
  private boolean woken;

  ConsumerAckTest() {
    link.acknowledgeAtOnce = true;
  }

  private Delivery delivery() {
    return new Delivery(outbox, link,
        ForwarderOptions.defaults("plant-a", "door-1", List.of(BrokerUrl.parse("mqtt://first")))
            .confirmedBy("payroll", Duration.ofMinutes(10)),
        new Surroundings(ticker, new Random(1), InstantSource.system(), Correspondent.NONE, told::add),
        () -> woken = true, Runnable::run);
  }

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

  private void ack(Delivery delivery, String consumer, String ledger, String through) {
    link.session().receive(ACK + consumer, "{\"ledger\":\"" + ledger + "\",\"through\":" + through + "}", false);
    delivery.step();
  }

  private void ack(Delivery delivery, long through) {
    ack(delivery, "payroll", MemoryOutbox.LEDGER.toString(), Long.toString(through));
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void theBrokersAcknowledgementOnlyMeansSent() {
    outbox.punches(50);
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(20));
    assertEquals(range(1, 50), link.sequences());
    assertEquals(List.of(ACK + "+"), link.session().subscribed);
    assertEquals(0, delivery.state().deliveredThrough());
    assertEquals(50, delivery.state().sentThrough());
    ack(delivery, 30);
    run(delivery, Duration.ofSeconds(20));
    assertEquals(30, delivery.state().deliveredThrough());
    assertEquals(30, outbox.deliveredThrough());
    assertEquals(Map.of("payroll", 30L), delivery.state().consumers());
    ack(delivery, 10);
    assertEquals(30, delivery.state().deliveredThrough(), "the mark does not go back");
    assertEquals(List.of(), told);
  }

  @Test
  void anotherConsumersWordIsForShow() {
    outbox.punches(50);
    Delivery delivery = delivery();
    delivery.step();
    delivery.step();
    ack(delivery, "archive", MemoryOutbox.LEDGER.toString(), "10");
    assertEquals(0, delivery.state().deliveredThrough());
    assertEquals(Map.of("archive", 10L), delivery.state().consumers());
  }

  @Test
  void whatCannotBeTrueIsRefusedAndReportedOnce() {
    outbox.punches(5);
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(1));
    ack(delivery, "payroll", OTHER, "3");
    ack(delivery, "payroll", OTHER, "3");
    ack(delivery, 6);
    link.session().receive(ACK + "payroll", "all of it", false);
    link.session().receive(ACK + "payroll", "{\"ledger\":\"" + MemoryOutbox.LEDGER + "\",\"through\":\"5\"}", false);
    link.session().receive(ACK + "payroll", "", false);
    link.session().receive(ACK + "p".repeat(100), "{}", false);
    delivery.step();
    assertEquals(0, delivery.state().deliveredThrough());
    assertEquals(List.of(new AckRefused("payroll", Reason.OTHER_LEDGER, OptionalLong.of(3)),
        new AckRefused("payroll", Reason.BEYOND_SENT, OptionalLong.of(6)),
        new AckRefused("payroll", Reason.MALFORMED, OptionalLong.empty()),
        new AckRefused("?", Reason.MALFORMED, OptionalLong.empty())), told);
  }

  @Test
  void nobodyFillsTheLedgerWithFalseAcknowledgements() {
    outbox.punches(5);
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(1));
    for (int i = 0; i < 1_000; i++) {
      ack(delivery, 100 + i);
    }
    assertEquals(5, told.size());
    run(delivery, Duration.ofMinutes(2));
    ack(delivery, 5_000);
    assertEquals(6, told.size());
  }

  @Test
  void anAcknowledgementBeyondAGapOfTheBacklogIsRefusedThoughNewerOnesWereSent() {
    link.acknowledgeAtOnce = false;
    link.receiveMaximum = 2;
    outbox.punches(100);
    Delivery delivery = delivery();
    delivery.step();
    outbox.punches(1);
    delivery.more();
    link.session().answer(1, 0);
    delivery.step();
    assertEquals(List.of(1L, 2L, 101L), link.sequences());
    ack(delivery, 101);
    assertEquals(0, delivery.state().deliveredThrough());
    assertEquals(1, told.size());
  }

  @Test
  void afterSilenceWhatIsUnconfirmedIsSentAgain() {
    outbox.punches(50);
    Delivery delivery = delivery();
    run(delivery, Duration.ofSeconds(1));
    ack(delivery, 20);
    run(delivery, Duration.ofMinutes(9));
    outbox.punches(1);
    delivery.more();
    run(delivery, Duration.ofSeconds(50));
    assertEquals(51, link.published.size());
    run(delivery, Duration.ofSeconds(20));
    assertEquals(range(21, 51), link.sequences().subList(51, link.published.size()));
    run(delivery, Duration.ofMinutes(9));
    assertEquals(82, link.published.size());
    ack(delivery, 51);
    run(delivery, Duration.ofHours(1));
    assertEquals(82, link.published.size());
    assertEquals(51, outbox.deliveredThrough());
  }

  @Test
  void afterARestartTheRetainedAcknowledgementCountsAndNothingThatWasNeverSentIsBelieved() {
    outbox.punches(50);
    Delivery before = delivery();
    run(before, Duration.ofSeconds(1));
    before.close();
    outbox.punches(50);
    link.published.clear();
    link.acknowledgeAtOnce = false;
    link.afterConnect = session -> session.receive(ACK + "payroll",
        "{\"ledger\":\"" + MemoryOutbox.LEDGER + "\",\"through\":50}", true);
    Delivery delivery = delivery();
    delivery.step();
    assertEquals(50, delivery.state().deliveredThrough());
    assertEquals(List.of(), told);
    ack(delivery, 100);
    assertEquals(50, delivery.state().deliveredThrough());
    assertEquals(List.of(new AckRefused("payroll", Reason.BEYOND_SENT, OptionalLong.of(100))), told);
  }

  @Test
  void afterACrashAnAcknowledgementOfWhatWasSentIsBelieved() {
    outbox.punches(50);
    run(delivery(), Duration.ofSeconds(1));
    link.acknowledgeAtOnce = false;
    Delivery delivery = delivery();
    delivery.step();
    ack(delivery, 50);
    assertEquals(50, delivery.state().deliveredThrough());
  }

  @Test
  void theMarkPassesWhatIsSetAsideBehindAConfirmedEntry() {
    link.acknowledgeAtOnce = false;
    outbox.punches(3);
    outbox.append("dev.punchpost.event.v1", "x".repeat(1_000));
    outbox.punches(3);
    link.maximumPacketSize = 900;
    Delivery delivery = delivery();
    delivery.step();
    link.session().answerAll();
    delivery.step();
    ack(delivery, 3);
    assertEquals(4, delivery.state().deliveredThrough());
    assertEquals(List.of(4L), delivery.state().setAside());
    ack(delivery, 7);
    assertEquals(7, delivery.state().deliveredThrough());
    assertEquals(List.of(4L), delivery.state().setAside(), "still undelivered");
  }
}
