package dev.punchpost.drivers.r503;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.r503.R503Simulator.Press;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.JSerialPort;
import dev.punchpost.hal.linux.PseudoTerminal;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The driver on a real tty, in real time, with the HAL's own port; at the other end of the tty the simulator.
// A thread of its own: a native call that hangs cannot be interrupted.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class R503PtyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PseudoTerminal terminal = PseudoTerminal.open();
  private final R503Simulator chip = new R503Simulator();
  private final Thread pump = Thread.ofPlatform().daemon().start(this::pump);
  private volatile boolean ended;

  private void pump() {
    byte[] buffer = new byte[256];
    try {
      while (!ended) {
        int n = terminal.read(buffer, Duration.ofMillis(20));
        chip.hear(Arrays.copyOf(buffer, n));
        byte[] said = chip.said();
        // In two pieces, as a UART's FIFO gives them.
        terminal.write(Arrays.copyOf(said, said.length / 2));
        terminal.write(Arrays.copyOfRange(said, said.length / 2, said.length));
      }
    } catch (HalException e) {
      ended = true;
    }
  }

  private R503 open() {
    return new R503(new JSerialPort(terminal.path(), R503.LINE).open(), BootTicker.system(), Pause.real(),
        R503Options.defaults());
  }

  @AfterEach
  void end() throws InterruptedException {
    ended = true;
    pump.join(Duration.ofSeconds(5));
    terminal.close();
  }

  @Test
  void aFingerIsEnrolledFoundAndDeletedOverATty() {
    try (R503 module = open()) {
      Enrolment enrolment = module.enrol();
      enrolment.step(PATIENCE);
      chip.touch(1, Press.GOOD);
      assertEquals(new EnrolStep.Lift(1), enrolment.step(PATIENCE).orElseThrow());
      chip.lift();
      assertEquals(new EnrolStep.Press(2, 2), enrolment.step(PATIENCE).orElseThrow());
      chip.touch(1, Press.GOOD);
      EnrolStep.Stored stored = (EnrolStep.Stored) enrolment.step(PATIENCE).orElseThrow();
      chip.lift();
      assertEquals(new StoreResult.Stored(9), module.load(9, stored.template()));
      assertEquals(List.of(0, 9), module.places());
      module.delete(0);
      chip.touch(1, Press.GOOD);
      assertEquals(9, ((FingerEvent.Matched) module.next(PATIENCE).orElseThrow()).place());
      assertEquals(0, module.counts().repeated() + module.counts().noiseBytes() + module.counts().rejected());
    }
  }

  @Test
  void fromTheFingerToTheAnswerItTakesNoLongerThanTheModule() {
    try (R503 module = open()) {
      chip.know(3, 1);
      chip.touch(1, Press.GOOD);
      long since = System.nanoTime();
      assertTrue(module.next(PATIENCE).isPresent());
      long took = (System.nanoTime() - since) / 1_000_000;
      // Three questions to a module that answers at once. Far below the time-outs: nothing waits for one.
      assertTrue(took < 1_500, () -> took + " ms");
    }
  }

  @Test
  void aTtyThatGoesAwayIsSaid() throws InterruptedException {
    try (R503 module = open()) {
      ended = true;
      pump.join();
      terminal.close();
      assertEquals(Kind.NO_DEVICE,
          assertThrows(HalException.class, () -> module.next(Duration.ofSeconds(1))).kind());
    }
  }
}
