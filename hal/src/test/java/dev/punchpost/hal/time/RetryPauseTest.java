package dev.punchpost.hal.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPauseTest {
  private static final long NOW = 5_000_000;
  private final RetryPause pause = new RetryPause(Duration.ofSeconds(1), Duration.ofSeconds(3));

  @Test
  void theFirstTryIsDueAtOnce() {
    assertTrue(pause.isDue(NOW));
    assertTrue(pause.isDue(-NOW));
    assertEquals(Duration.ZERO, pause.dueIn(NOW));
  }

  @Test
  void eachFailureDoublesThePauseUpToTheLongest() {
    for (int seconds : new int[]{1, 2, 3, 3}) {
      pause.failed(NOW);
      assertEquals(Duration.ofSeconds(seconds), pause.dueIn(NOW));
      assertFalse(pause.isDue(NOW + seconds * 1_000_000L - 1));
      assertTrue(pause.isDue(NOW + seconds * 1_000_000L));
    }
  }

  @Test
  void whatWorkedStartsAgainWithTheFirstPause() {
    pause.failed(NOW);
    pause.failed(NOW);
    pause.worked();
    assertTrue(pause.isDue(NOW));
    pause.failed(NOW);
    assertEquals(Duration.ofSeconds(1), pause.dueIn(NOW));
  }
}
