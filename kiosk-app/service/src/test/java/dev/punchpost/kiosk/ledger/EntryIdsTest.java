package dev.punchpost.kiosk.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EntryIdsTest {
  private static final Instant RFC_TIME = Instant.ofEpochMilli(0x017F_22E2_79B0L);

  @Test
  void theLayoutIsThatOfTheExampleOfRfc9562AppendixA6() {
    // rand_a CC3, rand_b 18C4DC0C0C07398F; set bits beyond each field must not leak into version or variant.
    EntryIds ids = new EntryIds(generator(0xFFFF_FFFF_FFFF_FCC3L, 0xD8C4_DC0C_0C07_398FL));
    assertEquals("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", ids.next(RFC_TIME).toString());
  }

  @Test
  void versionAndVariantAreSetWhateverTheRandomBits() {
    for (long bits : List.of(0L, -1L)) {
      UUID id = new EntryIds(generator(bits, bits)).next(RFC_TIME).value();
      assertEquals(7, id.version());
      assertEquals(2, id.variant());
    }
  }

  @Test
  void aGeneratorThatRepeatsItselfStillGivesDistinctIds() {
    EntryIds ids = new EntryIds(generator(1, 2, 1, 2, 1, 3));
    assertNotEquals(ids.next(RFC_TIME), ids.next(RFC_TIME));
  }

  @Test
  void aHundredThousandIdsOfOneMillisecondAreDistinct() {
    EntryIds ids = new EntryIds(new SecureRandom());
    Set<EntryId> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      seen.add(ids.next(RFC_TIME));
    }
    assertEquals(100_000, seen.size());
  }

  @Test
  void aClockBefore1970CountsAs1970() {
    EntryId id = new EntryIds(generator(0, 0)).next(Instant.parse("1969-12-31T23:59:59Z"));
    assertEquals("00000000-0000-7000-8000-000000000000", id.toString());
  }

  private static RandomGenerator generator(long... values) {
    Deque<Long> queue = new ArrayDeque<>(Arrays.stream(values).boxed().toList());
    return queue::remove;
  }
}
