package dev.punchpost.drivers.rdm6300;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.drivers.presence.BadgeReaderContract;
import dev.punchpost.drivers.rdm6300.Rdm6300.Options;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.playback.ManualPause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Behaviour, against the simulator.
class Rdm6300Test extends BadgeReaderContract {
  private static final Credential.Em4100 TAG = new Credential.Em4100(0x62, 0xE3086CEDL);

  private final Rdm6300Simulator simulator = new Rdm6300Simulator(port::send, this::silence);

  @Override
  protected BadgeReader open() {
    return new Rdm6300(NAME, port.open(), ticker, Options.defaults());
  }

  @Override
  protected Credential badge(int number) {
    return new Credential.Em4100(0x0F, number);
  }

  @Override
  protected byte[] frame(Credential badge) {
    List<byte[]> frames = new ArrayList<>();
    new Rdm6300Simulator(frames::add, new ManualPause(ticker)).tap((Credential.Em4100) badge);
    return frames.getFirst();
  }

  @Override
  protected Duration removedAfter() {
    return Options.defaults().removedAfter();
  }

  @Test
  void aTagHeldOverTheCoilIsReportedOnce() throws InterruptedException {
    BadgeReader reader = open();
    simulator.hold(TAG, Duration.ofSeconds(3));
    assertEquals(List.of("em:62E3086CED", "removed"), told(play(reader)));
    assertEquals(new ReaderCounts(1, 0, 0), reader.counts());
  }

  @Test
  void aWrongChecksumIsCountedAndNotPresented() {
    BadgeReader reader = open();
    simulator.tapWithWrongChecksum(TAG);
    assertEquals(List.of(), told(play(reader)));
    assertEquals(new ReaderCounts(0, 1, 0), reader.counts());
  }

  @Test
  void framesLostToNoiseDoNotEndAPresentation() throws InterruptedException {
    BadgeReader reader = open();
    for (int i = 0; i < 10; i++) {
      simulator.tap(TAG);
      silence(Rdm6300Simulator.REPEAT);
      simulator.tapWithWrongChecksum(TAG);
      silence(Rdm6300Simulator.REPEAT);
      simulator.halfTap(TAG);
      silence(Rdm6300Simulator.REPEAT);
    }
    assertEquals(List.of("em:62E3086CED", "removed"), told(play(reader)));
    // Nine of the ten half frames end with the next STX; the last one waits for more.
    assertEquals(new ReaderCounts(1, 19, 0), reader.counts());
  }

  @Test
  void noiseWithoutEndDoesNotKeepABadgeThatHasGone() {
    BadgeReader reader = open();
    simulator.tap(TAG);
    for (int i = 0; i < 20; i++) {
      silence(Duration.ofMillis(50));
      port.send(new byte[]{0x7F, 0x11});
    }
    assertEquals(List.of("em:62E3086CED", "removed"), told(play(reader)));
    assertEquals(40, reader.counts().noiseBytes());
  }

  @Test
  void theTimeOfATapIsWhenItsFrameWasComplete() {
    BadgeReader reader = open();
    long start = ticker.micros();
    silence(Duration.ofMillis(700));
    simulator.tap(TAG);
    assertEquals(start + 700_000, play(reader).getFirst().atMicros());
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Options(Duration.ofMillis(100)));
    assertThrows(IllegalArgumentException.class, () -> new Options(Duration.ofSeconds(61)));
  }
}
