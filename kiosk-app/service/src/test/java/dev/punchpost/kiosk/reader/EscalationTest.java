package dev.punchpost.kiosk.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EscalationTest {
  private final Escalation escalation = new Escalation();

  private List<Duration> waits(Kind kind, int times) {
    return IntStream.range(0, times).mapToObj(i -> escalation.failed(kind, i * 1_000_000L)).toList();
  }

  @Test
  void theWaitsDoubleAndEndAtTwoSeconds() {
    assertEquals(List.of(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
        Duration.ofSeconds(2)), waits(Kind.IO, 5));
    escalation.steady();
    assertEquals(Escalation.FIRST, escalation.failed(Kind.IO, 0));
  }

  @Test
  void aFaultThatLastsIsTriedLessOftenButAnUnpluggedReaderIsNot() {
    assertEquals(Escalation.PATIENT, waits(Kind.PROTOCOL, Escalation.PATIENT_AFTER + 1).getLast());
    escalation.steady();
    assertEquals(Escalation.LONGEST, waits(Kind.NO_DEVICE, 500).getLast());
  }

  @Test
  void aReaderThatWorksForMomentsOnlyRests() {
    for (int i = 0; i < Escalation.OPENINGS; i++) {
      escalation.opened(i * 1_000_000L);
      assertTrue(escalation.failed(Kind.IO, i * 1_000_000L).compareTo(Escalation.LONGEST) <= 0);
    }
    long now = Escalation.OPENINGS * 1_000_000L;
    escalation.opened(now);
    assertEquals(Escalation.RESTING, escalation.failed(Kind.IO, now));
    // A badge that it read, or some seconds of work, and it is forgiven.
    escalation.steady();
    escalation.opened(now + 1);
    assertEquals(Escalation.FIRST, escalation.failed(Kind.IO, now + 1));
  }

  @Test
  void aRemedyIsTriedNowAndThenWhereItCanHelp() {
    for (int i = 1; i <= 4 * Escalation.REMEDY_AFTER; i++) {
      escalation.failed(Kind.TIMEOUT, 0);
      assertEquals(i % Escalation.REMEDY_AFTER == 0, escalation.remedyDue(Kind.TIMEOUT), "failure " + i);
      assertFalse(escalation.remedyDue(Kind.NO_DEVICE) || escalation.remedyDue(Kind.BUSY)
          || escalation.remedyDue(Kind.PERMISSION));
    }
  }
}
