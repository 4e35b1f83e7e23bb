package dev.punchpost.hal.playback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialLinkContract;
import dev.punchpost.hal.serial.SerialPort;
import dev.punchpost.hal.time.Pause;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract in real time, and what scripts add to it in time of their own.
class ReplaySerialPortTest extends SerialLinkContract {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ReplaySerialPort port = new ReplaySerialPort(SerialScript.of(), Pause.real());
  private final ManualTicker ticker = new ManualTicker();

  @Override
  protected SerialPort port() {
    return port;
  }

  @Override
  protected void deviceSends(byte... bytes) {
    port.send(bytes);
  }

  @Override
  protected byte[] deviceGot(int count) {
    return port.written();
  }

  @Override
  protected void unplug() {
    port.add(new SerialStep.Fault(Kind.NO_DEVICE));
  }

  private ReplaySerialPort playing(String script) {
    return new ReplaySerialPort(SerialScript.parse(script), new ManualPause(ticker));
  }

  @Test
  void silencePassesInManualTime() {
    SerialLink link = playing("silence 90000ms\nreceive 41").open();
    long start = ticker.micros();
    assertEquals(0, link.read(new byte[8], SECOND));
    assertEquals(start + 1_000_000, ticker.micros());
    assertEquals(1, link.read(new byte[8], Duration.ofMinutes(5)));
    assertEquals(start + 90_000_000, ticker.micros());
  }

  @Test
  void afterTheLastStepTheLineIsSilent() {
    ReplaySerialPort replay = playing("receive 41");
    SerialLink link = replay.open();
    assertEquals(1, link.read(new byte[8], SECOND));
    assertTrue(replay.finished());
    assertEquals(0, link.read(new byte[8], SECOND));
  }

  @Test
  void nothingIsReceivedBeforeTheExpectedWrite() {
    SerialLink link = playing("expect-write 55 AA\nreceive 06").open();
    assertEquals(0, link.read(new byte[8], SECOND));
    link.write(new byte[]{0x55});
    assertEquals(0, link.read(new byte[8], SECOND));
    link.write(new byte[]{(byte) 0xAA});
    assertEquals(1, link.read(new byte[8], SECOND));
  }

  @Test
  void anotherWriteThanTheExpectedOneFailsTheTest() {
    SerialLink link = playing("expect-write 55").open();
    assertThrows(IllegalStateException.class, () -> link.write(new byte[]{0x56}));
  }

  @Test
  void everyKindOfFaultCanBePlayedAtAnyStep() {
    for (Kind kind : Kind.values()) {
      ReplaySerialPort replay = playing("receive 41\nfault " + kind + "\nopen-fails " + kind + "\nreceive 42");
      SerialLink link = replay.open();
      assertEquals(1, link.read(new byte[8], SECOND));
      assertEquals(kind, assertThrows(HalException.class, () -> link.read(new byte[8], SECOND)).kind());
      assertEquals(kind, assertThrows(HalException.class, () -> link.write(new byte[1])).kind());
      link.close();
      assertEquals(kind, assertThrows(HalException.class, replay::open).kind());
      byte[] buffer = new byte[8];
      assertEquals(1, replay.open().read(buffer, SECOND));
      assertEquals(0x42, buffer[0]);
      assertEquals(2, replay.opened());
    }
  }

  @Test
  void aScriptIsTheSameAfterItWasSavedAndLoaded(@TempDir Path directory) {
    String text = """
        # a tag, then the plug
        receive 02 36 32   # half a frame
        silence 65ms
        silence 1500us
        expect-write 55 AA
        fault IO
        open-fails PERMISSION
        """;
    SerialScript script = SerialScript.parse(text);
    assertEquals(6, script.steps().size());
    Path file = directory.resolve("tag.serial");
    script.save(file);
    assertEquals(script, SerialScript.load(file));
  }

  @Test
  void aMistakeInAScriptNamesItsLine() {
    for (String wrong : new String[]{"receive", "receive 4", "receive zz", "silence 5", "silence 0ms", "fault BROKEN",
      "explode"}) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
          () -> SerialScript.parse("# fine\n" + wrong));
      assertTrue(String.valueOf(e.getMessage()).startsWith("serial script, line 2: "), e.getMessage());
    }
  }

  @Test
  void aRecordingPlaysAsItHappened() {
    ReplaySerialPort device = playing("silence 40ms\nreceive 01 02\nexpect-write 05\nreceive 03\nfault NO_DEVICE");
    RecordingSerialLink recorded = new RecordingSerialLink(device.open(), ticker, 100);
    drive(recorded);
    SerialScript script = recorded.script();
    assertEquals("silence 40ms\nreceive 01 02\nexpect-write 05\nreceive 03\nfault NO_DEVICE\n", script.text());

    ReplaySerialPort again = new ReplaySerialPort(script, new ManualPause(ticker));
    drive(again.open());
    assertTrue(again.finished());
    assertArrayEquals(new byte[]{5}, again.written());
  }

  @Test
  void aRecordingStopsAtItsLimitAndGoesOnPassing() {
    ReplaySerialPort device = playing("receive 01\nreceive 02\nreceive 03\nreceive 04");
    RecordingSerialLink recorded = new RecordingSerialLink(device.open(), ticker, 3);
    for (int i = 0; i < 4; i++) {
      assertEquals(1, recorded.read(new byte[8], SECOND));
    }
    assertTrue(recorded.script().steps().size() <= 3);
    assertTrue(device.finished());
  }

  @Test
  void anInterruptEndsAReadAndIsKept() {
    SerialLink link = playing("").open();
    Thread.currentThread().interrupt();
    assertThrows(HalException.class, () -> link.read(new byte[8], SECOND));
    assertTrue(Thread.interrupted());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  private static void drive(SerialLink link) {
    assertEquals(2, link.read(new byte[8], SECOND));
    link.write(new byte[]{5});
    assertEquals(1, link.read(new byte[8], SECOND));
    assertThrows(HalException.class, () -> link.read(new byte[8], SECOND));
  }
}
