package dev.punchpost.drivers.blebadge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BleBadgeTest {
  private static final String OURS = "F7826DA64FA24E988024BC5B71E0893E";
  private static final String OTHER = "00000000000000000000000000000001";
  private static final TokenSecret PHONE = new TokenSecret("phone-1", new byte[16]);
  private static final long EPOCH = 1_790_000_000L;

  private final ManualTicker ticker = new ManualTicker();
  private final ManualPause pause = new ManualPause(ticker);
  private final BleBadgeSimulator air = new BleBadgeSimulator(ticker, pause);
  private boolean clockSet = true;
  private final BleBadge reader = new BleBadge(new ReaderName("ble"), air, ticker,
      () -> clockSet ? OptionalLong.of(now()) : OptionalLong.empty(),
      BleBadgeOptions.with(List.of(PHONE, new TokenSecret("phone-2", new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
        13, 14, 15, 16})), Set.of(OURS)));

  private long now() {
    return EPOCH + ticker.micros() / 1_000_000;
  }

  private byte[] token(long secondsAgo) {
    return PHONE.token(Math.floorDiv(now() - secondsAgo, TokenSecret.STEP_SECONDS));
  }

  /// Lets time pass, with what is on the air, and takes what is told.
  private List<String> told(Duration duration) {
    List<String> told = new ArrayList<>();
    long end = ticker.micros() + duration.toNanos() / 1_000;
    do {
      Optional<ReaderEvent> event = reader.next(Duration.ofMillis(50));
      event.ifPresent(e -> told.add(switch (e) {
        case ReaderEvent.Presented(_, _, var credential) -> credential.id().canonical();
        case ReaderEvent.Unreadable(_, _, var reason) -> reason.toString();
        case ReaderEvent.Removed _ -> "removed";
        case ReaderEvent.Faulted _,ReaderEvent.Recovered _ -> "not of a driver";
      }));
    } while (ticker.micros() < end);
    return told;
  }

  private List<String> hold(int rssi, int times) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      air.iBeacon(rssi, OURS, 1, 7);
      told.addAll(told(Duration.ofMillis(250)));
    }
    return told;
  }

  @Test
  void aBeaconThatIsHeldToTheTerminalTapsOnceAndMustLeaveBeforeTheNext() {
    String badge = "text:ibeacon:" + OURS + ":1:7";
    assertEquals(List.of(), hold(-70, 10));
    assertEquals(List.of(badge), hold(-40, 20));
    // It wavers around the threshold: still the same tap.
    for (int i = 0; i < 10; i++) {
      assertEquals(List.of(), hold(i % 2 == 0 ? -50 : -44, 1));
    }
    assertEquals(List.of("removed"), hold(-75, 3));
    assertEquals(List.of(badge), hold(-40, 10));
    assertEquals(List.of("removed"), told(Duration.ofSeconds(6)));
    assertEquals(new ReaderCounts(2, 0, 0), reader.counts());
  }

  @Test
  void oneStrongEchoIsNoTap() {
    assertEquals(List.of(), hold(-40, 1));
    assertEquals(List.of(), hold(-70, 1));
    assertEquals(List.of(), hold(-40, 1));
    assertEquals(List.of(), told(Duration.ofSeconds(10)));
  }

  @Test
  void beaconsOfOthersAreNotSeen() {
    for (int i = 0; i < 20; i++) {
      air.iBeacon(-30, OTHER, 1, 1);
      assertEquals(List.of(), told(Duration.ofMillis(250)));
    }
    assertEquals(ReaderCounts.NONE, reader.counts());
  }

  @Test
  void aTokenIsItsOwnersAcrossItsChange() {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      air.token(-40, token(0));
      told.addAll(told(Duration.ofMillis(250)));
    }
    assertEquals(List.of("text:ble:phone-1"), told);
  }

  @Test
  void aTokenIsGoodForTwoStepsOnEachSideAndUselessAMinuteLater() {
    byte[] recorded = token(0);
    for (int shift : new int[]{-2, -1, 1, 2}) {
      assertEquals(List.of("text:ble:phone-1"), tap(PHONE.token(Math.floorDiv(now(), 20) + shift)), "step " + shift);
    }
    ticker.advance(Duration.ofSeconds(60));
    assertEquals(List.of("NOT_AUTHENTIC"), tap(recorded));
  }

  private List<String> tap(byte[] token) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      air.token(-40, token);
      told.addAll(told(Duration.ofMillis(250)));
    }
    told(Duration.ofSeconds(6));
    return told;
  }

  @Test
  void withoutATimeATokenIsNotChecked() {
    clockSet = false;
    assertEquals(List.of("token:unchecked"), tap(token(0)));
    clockSet = true;
    assertEquals(List.of("text:ble:phone-1"), tap(token(0)));
  }

  @Test
  void anAirFullOfStrangersTakesNoMemoryAndNoTap() {
    Random random = new Random(3);
    byte[] token = new byte[16];
    for (int i = 0; i < 5_000; i++) {
      random.nextBytes(token);
      air.token(-90, token);
      air.iBeacon(-90, OURS, random.nextInt(65_536), random.nextInt(65_536));
      told(Duration.ofMillis(1));
    }
    assertEquals(0, reader.counts().presented());
    told(Duration.ofSeconds(6));
    assertEquals(List.of("text:ibeacon:" + OURS + ":1:7"), hold(-40, 4));
  }

  @Test
  void anAdapterOrServiceThatHasGoneIsTheSupervisorsMatter() {
    air.fail(HalException.Kind.NO_DEVICE);
    assertEquals(HalException.Kind.NO_DEVICE,
        assertThrows(HalException.class, () -> reader.next(Duration.ofSeconds(1))).kind());
    reader.close();
  }

  @Test
  void otherDevicesDataIsNoMatter() {
    air.send(-20, Map.of(6, new byte[20]), Map.of(0x180F, new byte[]{50}));
    assertEquals(List.of(), told(Duration.ofSeconds(1)));
  }
}
