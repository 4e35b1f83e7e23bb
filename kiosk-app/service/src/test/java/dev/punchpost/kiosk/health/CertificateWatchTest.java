package dev.punchpost.kiosk.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CertificateWatchTest {
  private static final Instant END = Instant.parse("2026-12-31T12:00:00Z");

  private final List<Long> told = new ArrayList<>();
  private Optional<Instant> end = Optional.of(END);
  private boolean deaf;
  private final CertificateWatch watch = new CertificateWatch(() -> end, days -> !deaf && told.add(days));

  private void hourly(Instant from, Duration length) {
    for (Instant now = from; now.isBefore(from.plus(length)); now = now.plus(Duration.ofHours(1))) {
      watch.look(now);
    }
  }

  @Test
  void itIsToldAtThirtySevenAndOneDayAndAtTheEnd() {
    hourly(END.minus(Duration.ofDays(100)), Duration.ofDays(110));
    assertEquals(List.of(30L, 7L, 1L, -1L), told);
    assertEquals(OptionalLong.of(-10), watch.daysLeft());
  }

  @Test
  void aTerminalThatIsStartedLateIsToldOnce() {
    hourly(END.minus(Duration.ofDays(5)), Duration.ofDays(2));
    assertEquals(List.of(4L), told.stream().map(days -> days - 1).toList());
  }

  @Test
  void aRenewedCertificateStartsAgain() {
    hourly(END.minus(Duration.ofDays(31)), Duration.ofDays(3));
    end = Optional.of(END.plus(Duration.ofDays(365)));
    hourly(END.minus(Duration.ofDays(28)), Duration.ofDays(365));
    assertEquals(List.of(30L, 30L), told);
  }

  @Test
  void whatWasNotTakenIsToldAgain() {
    deaf = true;
    watch.look(END.minus(Duration.ofDays(20)));
    deaf = false;
    watch.look(END.minus(Duration.ofDays(20)));
    assertEquals(List.of(20L), told);
  }

  @Test
  void withoutACertificateOrWithABadFileNothingIsSaid() {
    end = Optional.empty();
    watch.look(END);
    assertEquals(OptionalLong.empty(), watch.daysLeft());
    new CertificateWatch(() -> {
      throw new IllegalStateException("bad file");
    }, days -> told.add(days)).look(END);
    assertEquals(List.of(), told);
  }
}
