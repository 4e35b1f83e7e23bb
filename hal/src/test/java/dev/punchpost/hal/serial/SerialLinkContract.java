package dev.punchpost.hal.serial;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.punchpost.hal.HalException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every [SerialLink] does. An implementation's test extends it and supplies the far end of the line.
public abstract class SerialLinkContract {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(150);

  private Optional<SerialLink> opened = Optional.empty();

  /// The port under test, ready to be opened.
  protected abstract SerialPort port();

  /// The device sends.
  protected abstract void deviceSends(byte... bytes);

  /// What the device has got, waiting for as many bytes as asked for.
  protected abstract byte[] deviceGot(int count);

  /// The plug is pulled.
  protected abstract void unplug();

  @AfterEach
  void closeLink() {
    opened.ifPresent(SerialLink::close);
  }

  private SerialLink open() {
    SerialLink link = port().open();
    opened = Optional.of(link);
    return link;
  }

  @Test
  void everyByteValueArrivesUnchanged() {
    SerialLink link = open();
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    deviceSends(all);
    assertArrayEquals(all, readAll(link, all.length));
  }

  @Test
  void everyByteValueIsWrittenUnchanged() {
    SerialLink link = open();
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    link.write(all);
    assertArrayEquals(all, deviceGot(all.length));
  }

  @Test
  void aReadGivesWhatIsThereWithoutWaitingForMore() {
    SerialLink link = open();
    deviceSends((byte) 1, (byte) 2);
    byte[] buffer = new byte[64];
    long start = System.nanoTime();
    int n = link.read(buffer, LONG);
    assertTrue(n == 1 || n == 2, "read " + n);
    assertTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(LONG.dividedBy(2)) < 0);
  }

  @Test
  void aSmallBufferGetsTheRestWithTheNextRead() {
    SerialLink link = open();
    deviceSends((byte) 1, (byte) 2, (byte) 3);
    byte[] one = new byte[1];
    for (int expected = 1; expected <= 3; expected++) {
      assertEquals(1, link.read(one, LONG));
      assertEquals(expected, one[0]);
    }
  }

  @Test
  void silenceIsZeroAfterTheWholeTimeout() {
    SerialLink link = open();
    long start = System.nanoTime();
    assertEquals(0, link.read(new byte[8], SHORT));
    assertTrue(System.nanoTime() - start >= SHORT.toNanos());
  }

  @Test
  void silenceCostsNoProcessorTime() {
    SerialLink link = open();
    var threads = ManagementFactory.getThreadMXBean();
    link.read(new byte[8], SHORT);
    long before = threads.getCurrentThreadCpuTime();
    link.read(new byte[8], Duration.ofSeconds(1));
    assertTrue(threads.getCurrentThreadCpuTime() - before < 200_000_000,
        "a fifth of a second of work in one of silence");
  }

  @Test
  void anUnpluggedLineThrowsNoDeviceEveryTimeUntilClosed() {
    SerialLink link = open();
    unplug();
    for (int i = 0; i < 3; i++) {
      HalException e = assertThrows(HalException.class, () -> readUntilBroken(link));
      assertEquals(HalException.Kind.NO_DEVICE, e.kind());
      assertTrue(String.valueOf(e.getMessage()).contains(port().name()), e.getMessage());
    }
    link.close();
  }

  @Test
  void bytesSentBeforeTheReadAreKept() {
    SerialLink link = open();
    deviceSends((byte) 7);
    assertArrayEquals(new byte[]{7}, readAll(link, 1));
  }

  @Test
  void discardedInputIsNotRead() {
    SerialLink link = open();
    deviceSends((byte) 1, (byte) 2, (byte) 3);
    assertEquals(1, link.read(new byte[1], LONG));
    link.discardInput();
    assertEquals(0, link.read(new byte[8], SHORT));
    deviceSends((byte) 9);
    assertArrayEquals(new byte[]{9}, readAll(link, 1));
  }

  @Test
  void closingFromAnotherThreadEndsABlockedRead() throws Exception {
    SerialLink link = open();
    AtomicBoolean reading = new AtomicBoolean();
    CompletableFuture<HalException> ended = CompletableFuture.supplyAsync(() -> {
      reading.set(true);
      return assertThrows(HalException.class, () -> link.read(new byte[8], LONG));
    });
    await().untilTrue(reading);
    link.close();
    assertEquals(HalException.Kind.IO, ended.get(2, TimeUnit.SECONDS).kind());
  }

  @Test
  void aClosedLinkThrowsAndClosesAgainQuietly() {
    SerialLink link = open();
    link.close();
    link.close();
    assertEquals(HalException.Kind.IO, assertThrows(HalException.class, () -> link.read(new byte[1], SHORT)).kind());
    assertEquals(HalException.Kind.IO, assertThrows(HalException.class, () -> link.write(new byte[]{1})).kind());
    assertThrows(HalException.class, link::discardInput);
  }

  @Test
  void aPortThatIsOpenIsBusy() {
    open();
    assertEquals(HalException.Kind.BUSY, assertThrows(HalException.class, () -> port().open()).kind());
  }

  @Test
  void aClosedPortOpensAgain() {
    open().close();
    SerialLink again = open();
    deviceSends((byte) 5);
    assertArrayEquals(new byte[]{5}, readAll(again, 1));
  }

  private static byte[] readAll(SerialLink link, int count) {
    byte[] got = new byte[0];
    byte[] buffer = new byte[64];
    while (got.length < count) {
      int n = link.read(buffer, LONG);
      if (n == 0) {
        fail("only " + got.length + " of " + count + " bytes came");
      }
      int old = got.length;
      got = Arrays.copyOf(got, old + n);
      System.arraycopy(buffer, 0, got, old, n);
    }
    return got;
  }

  private static void readUntilBroken(SerialLink link) {
    for (int i = 0; i < 20; i++) {
      link.read(new byte[8], SHORT);
    }
  }
}
