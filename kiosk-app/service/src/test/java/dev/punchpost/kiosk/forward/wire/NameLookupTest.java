package dev.punchpost.kiosk.forward.wire;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NameLookupTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void aResolverThatHangsHoldsNobodyAndIsAskedOnce() throws UnknownHostException, TimeoutException {
    CountDownLatch answers = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    InetAddress[] here = {InetAddress.getLoopbackAddress()};
    NameLookup lookup = new NameLookup(_ -> {
      questions.incrementAndGet();
      try {
        answers.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return here;
    });
    for (int i = 0; i < 3; i++) {
      assertThrows(TimeoutException.class, () -> lookup.addresses("broker", SHORT));
    }
    assertEquals(1, questions.get());
    answers.countDown();
    await().untilAsserted(() -> {
      assertArrayEquals(here, lookup.addresses("broker", LONG));
      assertEquals(true, questions.get() > 1, "each connection asks anew");
    });
  }

  @Test
  void aNameThatIsNotThereIsSaidToBeNotThere() {
    NameLookup lookup = new NameLookup(host -> {
      throw new UnknownHostException(host);
    });
    assertThrows(UnknownHostException.class, () -> lookup.addresses("nowhere", LONG));
  }
}
