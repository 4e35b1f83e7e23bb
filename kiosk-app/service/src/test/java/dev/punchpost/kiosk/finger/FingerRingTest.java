package dev.punchpost.kiosk.finger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.drivers.r503.RingLight;
import dev.punchpost.drivers.r503.RingLight.Colour;
import dev.punchpost.drivers.r503.RingLight.Mode;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.Signal.Light;
import dev.punchpost.hal.panel.Signal.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FingerRingTest {
  private static Step step(Light light) {
    return new Step(light, 0, Duration.ofMillis(100));
  }

  private static Optional<RingLight> of(Light... lights) {
    return FingerRing.of(new Signal(List.of(lights).stream().map(FingerRingTest::step).toList()));
  }

  @Test
  void itFlashesAsOftenAsTheLightComesOnInTheColourThatItEndsWith() {
    assertEquals(Optional.of(new RingLight(Mode.FLASHING, 25, Colour.BLUE, 2)),
        of(Light.GREEN, Light.OFF, Light.GREEN, Light.GREEN));
    assertEquals(Optional.of(new RingLight(Mode.FLASHING, 25, Colour.RED, 2)), of(Light.AMBER, Light.OFF, Light.RED));
    assertEquals(Optional.of(new RingLight(Mode.FLASHING, 25, Colour.PURPLE, 1)), of(Light.GREEN, Light.AMBER));
  }

  @Test
  void aSignalWithoutLightLeavesItDark() {
    assertEquals(Optional.empty(), of(Light.OFF));
  }

  @Test
  void theNewestSignalIsTakenOnce() {
    FingerRing ring = new FingerRing();
    ring.play(new Signal(List.of(step(Light.GREEN))));
    ring.play(new Signal(List.of(step(Light.RED))));
    assertEquals(Colour.RED, ring.take().orElseThrow().colour());
    assertEquals(Optional.empty(), ring.take());
  }
}
