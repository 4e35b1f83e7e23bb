package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Records through a pseudo-terminal, which gives them in any pieces.
class RecordFileTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final PseudoTerminal device = PseudoTerminal.open();
  private final RecordFile file = new RecordFile(Libc.system(), DeviceFile.open(Libc.system(), device.path(),
      Libc.O_RDONLY | Libc.O_NOCTTY), 4, "device");

  @AfterEach
  void close() {
    file.close();
    device.close();
  }

  private byte[] next() {
    return file.next(SECOND).orElseThrow().toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void recordsComeWholeHoweverTheyAreCut() {
    device.write(new byte[]{1, 2, 3});
    assertEquals(Optional.empty(), file.next(Duration.ofMillis(20)));
    device.write(new byte[]{4, 5, 6, 7, 8, 9});
    assertArrayEquals(new byte[]{1, 2, 3, 4}, next());
    assertArrayEquals(new byte[]{5, 6, 7, 8}, next());
    assertEquals(Optional.empty(), file.next(Duration.ZERO));
    device.write(new byte[]{10, 11, 12});
    assertArrayEquals(new byte[]{9, 10, 11, 12}, next());
  }

  @Test
  void moreThanTheBufferHoldsComesInOrder() {
    byte[] many = new byte[4 * 500];
    for (int i = 0; i < 500; i++) {
      many[4 * i] = (byte) i;
    }
    device.write(many);
    for (int i = 0; i < 500; i++) {
      assertEquals((byte) i, next()[0]);
    }
  }

  @Test
  void aDeviceThatVanishesIsToldEveryTime() {
    device.close();
    assertThrows(HalException.class, () -> file.next(SECOND));
    assertThrows(HalException.class, () -> file.next(SECOND));
  }

  @Test
  void closingEndsAWaitAndIsToldAfterwards() throws Exception {
    CompletableFuture<HalException> ended = CompletableFuture
        .supplyAsync(() -> assertThrows(HalException.class, () -> file.next(Duration.ofSeconds(30))));
    file.close();
    file.close();
    assertEquals(Kind.IO, ended.get(5, TimeUnit.SECONDS).kind());
  }
}
