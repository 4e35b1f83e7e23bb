package dev.punchpost.drivers.indicator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.indicator.GpioIndicator.Part;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.gpio.OutputPin;
import dev.punchpost.hal.panel.Indicator;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.Signal.Light;
import dev.punchpost.hal.panel.Signal.Step;
import dev.punchpost.hal.playback.ManualOutputPin;
import dev.punchpost.hal.playback.ManualPwm;
import dev.punchpost.hal.playback.ManualPwm.Tone;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GpioIndicatorTest {
  private static final Ticker TICKER = () -> System.nanoTime() / 1_000;
  private static final Signal SHORT = new Signal(List.of(new Step(Light.GREEN, 2000, Duration.ofMillis(30)),
      new Step(Light.OFF, 0, Duration.ofMillis(30)), new Step(Light.AMBER, 1000, Duration.ofMillis(30))));
  private static final Signal LONG = new Signal(List.of(new Step(Light.RED, 400, Duration.ofSeconds(10))));

  private final ManualOutputPin red = new ManualOutputPin(true);
  private final ManualOutputPin green = new ManualOutputPin(true);
  private final ManualPwm pwm = new ManualPwm();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Indicator> open = new ArrayList<>();

  private GpioIndicator indicator(PinLight light, Buzzer buzzer) {
    GpioIndicator indicator = GpioIndicator.of(light, buzzer, TICKER,
        (part, reason) -> told.add(part + " " + reason.map(HalException::kind)));
    open.add(indicator);
    return indicator;
  }

  private GpioIndicator indicator() {
    return indicator(PinLight.redGreen(red, green, true), new Buzzer.Passive(pwm, 100));
  }

  @AfterEach
  void close() {
    open.forEach(Indicator::close);
  }

  @Test
  void aSignalIsPlayedStepByStepAndEndsDarkAndSilent() {
    GpioIndicator indicator = indicator();
    assertFalse(red.high() || green.high(), "dark from the start");
    indicator.play(SHORT);
    await().until(() -> pwm.played().size() == 4);
    assertEquals(List.of(new Tone(2000, 50), new Tone(0, 0), new Tone(1000, 50), new Tone(0, 0)), pwm.played());
    await().until(() -> !red.high() && !green.high());
    // Dark at first (1 and 1 change); green on, off, then amber: both on and off.
    assertEquals(3, red.changes());
    assertEquals(5, green.changes());
  }

  @Test
  void aNewSignalCutsTheOldOneOff() {
    GpioIndicator indicator = indicator();
    indicator.play(LONG);
    await().until(() -> pwm.now().hertz() == 400 && red.high());
    indicator.play(SHORT);
    await().atMost(Duration.ofSeconds(5)).until(() -> pwm.now().hertz() == 0 && !red.high() && !green.high());
  }

  @Test
  void aDeadBuzzerDoesNotStopTheLightAndComesBack() {
    GpioIndicator indicator = indicator();
    pwm.breakDown(Optional.of(Kind.NO_DEVICE));
    indicator.play(LONG);
    await().until(red::high);
    await().until(() -> told.equals(List.of("BUZZER Optional[NO_DEVICE]")));
    assertEquals(Part.BUZZER, indicator.faults().getFirst().part());
    indicator.play(SHORT);
    await().until(() -> !red.high() && !green.high());
    assertEquals(1, told.size(), "told once");
    pwm.breakDown(Optional.empty());
    indicator.play(LONG);
    await().until(() -> pwm.now().hertz() == 400);
    await().until(() -> indicator.faults().isEmpty());
    assertEquals("BUZZER Optional.empty", told.getLast());
  }

  @Test
  void aDeadLightDoesNotStopTheTone() {
    GpioIndicator indicator = indicator();
    green.breakDown(Optional.of(Kind.IO));
    indicator.play(SHORT);
    await().until(() -> pwm.played().size() == 4);
    await().until(() -> told.contains("LIGHT Optional[IO]"));
  }

  @Test
  void aBuzzerThatHangsDoesNotStopTheLightNorTheCallerNorTheEnd() {
    CountDownLatch never = new CountDownLatch(1);
    OutputPin hanging = new OutputPin() {
      @Override
      public void set(boolean high) {
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void close() {}
    };
    GpioIndicator indicator = indicator(PinLight.redGreen(red, green, true), new Buzzer.Active(hanging, true));
    for (int i = 0; i < 1_000; i++) {
      indicator.play(SHORT);
    }
    indicator.play(LONG);
    await().until(red::high);
    indicator.close();
    assertFalse(red.high());
    assertTrue(red.closed() && green.closed());
    never.countDown();
  }

  @Test
  void closingEndsDarkAndSilent() {
    GpioIndicator indicator = indicator();
    indicator.play(LONG);
    await().until(() -> red.high() && pwm.now().hertz() == 400);
    indicator.close();
    assertEquals(new Tone(0, 0), pwm.played().getLast());
    assertFalse(red.high());
    assertTrue(red.closed() && green.closed() && pwm.closed());
    indicator.close();
  }

  @Test
  void polaritiesAndKindsOfLights() {
    ManualOutputPin amber = new ManualOutputPin(false);
    PinLight anode = PinLight.three(red, green, amber, false);
    assertTrue(red.high() && green.high() && amber.high(), "off is high");
    anode.show(Light.AMBER);
    assertTrue(red.high() && green.high() && !amber.high());
    ManualOutputPin one = new ManualOutputPin(true);
    PinLight single = PinLight.single(one, true);
    assertFalse(one.high());
    single.show(Light.RED);
    assertTrue(one.high());
    Buzzer active = new Buzzer.Active(one, false);
    active.sound(440);
    assertFalse(one.high());
    active.silence();
    assertTrue(one.high());
  }

  @Test
  void theVolumeIsTheDuty() {
    new Buzzer.Passive(pwm, 100).sound(440);
    new Buzzer.Passive(pwm, 50).sound(440);
    new Buzzer.Passive(pwm, 1).sound(440);
    assertEquals(List.of(new Tone(440, 50), new Tone(440, 12), new Tone(440, 1)), pwm.played());
    assertThrows(IllegalArgumentException.class, () -> new Buzzer.Passive(pwm, 0));
  }

  @Test
  void aStepThatWasSleptThroughDoesNotDelayTheEnd() {
    SignalClock clock = new SignalClock();
    clock.begin(SHORT, 1_000_000);
    assertEquals(Light.GREEN, clock.at(1_000_000).orElseThrow().light());
    assertEquals(Optional.of(1_030_000L), clock.dueMicros());
    assertEquals(Light.AMBER, clock.at(1_089_999).orElseThrow().light());
    assertEquals(Optional.empty(), clock.at(1_090_000));
    assertEquals(Optional.empty(), clock.dueMicros());
  }

  @Test
  void inTheQuietHoursThereIsLightOnly() {
    List<Signal> played = new ArrayList<>();
    Indicator inner = new Indicator() {
      @Override
      public void play(Signal signal) {
        played.add(signal);
      }

      @Override
      public void close() {}
    };
    LocalTime[] now = {LocalTime.of(21, 59)};
    QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 0));
    Indicator quiet = new QuietIndicator(inner, night, () -> now[0]);
    quiet.play(SHORT);
    now[0] = LocalTime.of(22, 0);
    quiet.play(SHORT);
    now[0] = LocalTime.of(6, 0);
    quiet.play(SHORT);
    assertEquals(List.of(2000, 0, 2000), played.stream().map(s -> s.steps().getFirst().hertz()).toList());
    assertEquals(Light.GREEN, played.get(1).steps().getFirst().light());
    assertTrue(night.contains(LocalTime.of(5, 59)) && night.contains(LocalTime.MIDNIGHT));
    assertFalse(QuietHours.never().contains(LocalTime.MIDNIGHT));
    QuietHours siesta = new QuietHours(LocalTime.of(13, 0), LocalTime.of(15, 0));
    assertTrue(siesta.contains(LocalTime.of(13, 0)) && !siesta.contains(LocalTime.of(15, 0)));
  }
}
