package dev.punchpost.kiosk.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.panel.Signal.Light;
import dev.punchpost.hal.panel.Signal.Step;
import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private static final Signal IN = of(Screens.accepted("Ana", "en", Kind.IN, false, false));
  private static final Signal OUT = of(Screens.accepted("Ana", "en", Kind.OUT, false, false));
  private static final Signal REPEAT = of(Screens.accepted("Ana", "en", Kind.IN, true, false));
  private static final Signal UNIDENTIFIED = of(
      new Screen.Refused(Screens.FRONT, Screen.Refused.Reason.UNIDENTIFIED, ""));
  private static final Signal NOT_RECORDED = of(
      new Screen.Refused(Screens.FRONT, Screen.Refused.Reason.NOT_RECORDED, ""));
  private static final Signal ONCE_MORE = of(
      new Screen.Refused(Screens.FRONT, Screen.Refused.Reason.HOLD_LONGER, ""));
  private static final Signal WAIT = of(new Screen.Wait(Screens.FRONT, false));
  private static final Signal IDENTIFY = of(new Screen.Identify("door-1"));
  private static final Signal KEY = of(
      new Screen.Typing(Screens.FRONT, Screen.Typing.Step.PIN, 2, Duration.ofSeconds(10)));
  private static final Signal SHUT = of(Screens.inside(Screens.accepted("Ana", "en", Kind.IN, true, false),
      Screen.Accepted.Passage.DENIED));
  private static final Signal DOOR = of(new Screen.DoorOpened(Screens.FRONT, new WorkerId("7"), "Ana", "",
      CredentialId.Scheme.PIN));
  private static final List<Signal> ALL = List.of(IN, OUT, REPEAT, UNIDENTIFIED, NOT_RECORDED, ONCE_MORE, WAIT,
      IDENTIFY, KEY, DOOR, SHUT);

  @Test
  void inRisesAndOutFalls() {
    assertEquals(2, pitches(IN).size());
    assertTrue(pitches(IN).getFirst() < pitches(IN).getLast());
    assertTrue(pitches(OUT).getFirst() > pitches(OUT).getLast());
  }

  @Test
  void whoHearsOnlyTellsThemApart() {
    Set<List<List<Long>>> heard = new HashSet<>();
    for (Signal signal : ALL) {
      heard.add(tones(signal).stream().map(t -> List.of((long) t.hertz(), t.duration().toMillis())).toList());
    }
    assertEquals(ALL.size(), heard.size());
  }

  @Test
  void doneIsHighAndNotDoneIsLow() {
    int lowestDone = List.of(IN, OUT, REPEAT).stream().flatMap(s -> pitches(s).stream()).min(Integer::compare)
        .orElseThrow();
    int highestNotDone = List.of(UNIDENTIFIED, NOT_RECORDED, ONCE_MORE, WAIT).stream().flatMap(s -> pitches(s).stream())
        .max(Integer::compare).orElseThrow();
    assertTrue(highestNotDone * 1.5 < lowestDone, highestNotDone + " Hz and " + lowestDone + " Hz");
  }

  @Test
  void whoSeesNoColourTellsDoneFromNotDone() {
    // Number and length of the tones, and with them of the flashes.
    assertEquals(List.of(120L, 160L), lengths(IN));
    assertEquals(List.of(80L), lengths(REPEAT));
    assertEquals(List.of(200L, 200L), lengths(UNIDENTIFIED));
    assertEquals(List.of(600L, 600L, 600L), lengths(NOT_RECORDED));
    assertEquals(List.of(90L, 90L, 90L), lengths(ONCE_MORE));
    assertEquals(List.of(350L), lengths(WAIT));
  }

  @Test
  void greenMeansRecordedAndNothingElse() {
    for (Signal signal : List.of(UNIDENTIFIED, NOT_RECORDED, ONCE_MORE, WAIT)) {
      assertTrue(signal.steps().stream().noneMatch(s -> s.light() == Light.GREEN));
    }
    for (Signal signal : List.of(IN, OUT, REPEAT)) {
      assertTrue(signal.steps().stream().noneMatch(s -> s.light() == Light.RED));
      assertEquals(Light.GREEN, signal.steps().getFirst().light());
    }
  }

  @Test
  void aSignalIsOverBeforeTheNextWorkerComes() {
    for (Signal signal : ALL) {
      assertTrue(signal.steps().stream().map(Step::duration).reduce(Duration.ZERO, Duration::plus)
          .compareTo(Duration.ofSeconds(4)) < 0);
    }
  }

  @Test
  void screensThatAnswerNoTapAreSilent() {
    for (Screen screen : List.of(new Screen.Idle(true, 0, true), new Screen.NotSetUp("x"),
        new Screen.ConfigurationRejected("x"), new Screen.Message("x", 0),
        new Screen.ReaderState(Screens.FRONT, false))) {
      assertEquals(Optional.empty(), Signals.of(screen));
    }
  }

  private static Signal of(Screen screen) {
    return Signals.of(screen).orElseThrow();
  }

  private static List<Step> tones(Signal signal) {
    return signal.steps().stream().filter(s -> s.hertz() > 0).toList();
  }

  private static List<Integer> pitches(Signal signal) {
    return tones(signal).stream().map(Step::hertz).toList();
  }

  private static List<Long> lengths(Signal signal) {
    return tones(signal).stream().map(s -> s.duration().toMillis()).toList();
  }
}
