package dev.punchpost.drivers.r503;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.r503.Capture.Hint;
import dev.punchpost.drivers.r503.R503Simulator.Press;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Behaviour, against the simulator.
class R503Test {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int ANA = 1;
  private static final int BOB = 2;

  private final ManualTicker ticker = new ManualTicker();
  private final ManualPause pause = new ManualPause(ticker);
  private final R503Simulator chip = new R503Simulator();

  private R503 open(R503Simulator simulator, R503Options options) {
    return new R503(simulator.link(pause), ticker, pause, options);
  }

  private R503 open() {
    return open(chip, R503Options.defaults());
  }

  private static Kind failure(Runnable call) {
    return assertThrows(HalException.class, call::run).kind();
  }

  private static EnrolStep step(Enrolment enrolment) {
    return enrolment.step(SECOND).orElseThrow();
  }

  private int enrol(R503 module, int finger) {
    Enrolment enrolment = module.enrol();
    assertEquals(new EnrolStep.Press(1, 2), step(enrolment));
    chip.touch(finger, Press.GOOD);
    assertEquals(new EnrolStep.Lift(1), step(enrolment));
    chip.lift();
    assertEquals(new EnrolStep.Press(2, 2), step(enrolment));
    chip.touch(finger, Press.GOOD);
    EnrolStep.Stored stored = (EnrolStep.Stored) step(enrolment);
    chip.lift();
    assertArrayEquals(R503Simulator.template(finger), stored.template().bytes());
    return stored.place();
  }

  @Test
  void anEnrolledFingerIsFoundOnceForEachTouch() {
    R503 module = open();
    assertEquals(0, enrol(module, ANA));
    assertEquals(1, enrol(module, BOB));
    assertEquals(Optional.empty(), module.next(SECOND));
    chip.touch(BOB, Press.GOOD);
    FingerEvent.Matched matched = (FingerEvent.Matched) module.next(SECOND).orElseThrow();
    assertEquals(1, matched.place());
    assertTrue(matched.score() > 0);
    assertEquals(Optional.empty(), module.next(SECOND));
    chip.lift();
    assertTrue(module.next(SECOND).orElseThrow() instanceof FingerEvent.Lifted);
    chip.touch(ANA, Press.GOOD);
    assertEquals(0, ((FingerEvent.Matched) module.next(SECOND).orElseThrow()).place());
  }

  @Test
  void aStrangerIsToldOnce() {
    R503 module = open();
    enrol(module, ANA);
    chip.touch(BOB, Press.GOOD);
    assertTrue(module.next(SECOND).orElseThrow() instanceof FingerEvent.NotMatched);
    assertEquals(Optional.empty(), module.next(SECOND));
  }

  @Test
  void eachHintIsToldOnceForEachTouchAndABetterPressIsTaken() {
    R503 module = open();
    enrol(module, ANA);
    chip.touch(ANA, Press.DRY);
    assertEquals(Hint.PRESS_HARDER, ((FingerEvent.Poor) module.next(SECOND).orElseThrow()).hint());
    assertEquals(Optional.empty(), module.next(SECOND));
    chip.touch(ANA, Press.OFF_CENTRE);
    assertEquals(Hint.MOVE_TO_THE_CENTRE, ((FingerEvent.Poor) module.next(SECOND).orElseThrow()).hint());
    chip.touch(ANA, Press.GOOD);
    assertTrue(module.next(SECOND).orElseThrow() instanceof FingerEvent.Matched);
    chip.lift();
    module.next(SECOND);
    chip.touch(ANA, Press.DRY);
    assertEquals(Hint.PRESS_HARDER, ((FingerEvent.Poor) module.next(SECOND).orElseThrow()).hint());
  }

  @Test
  void theOtherHintsOfPoorImages() {
    R503 module = open();
    chip.touch(ANA, Press.WET);
    assertEquals(Hint.DRY_THE_FINGER, ((FingerEvent.Poor) module.next(SECOND).orElseThrow()).hint());
    chip.touch(ANA, Press.SMEARED);
    assertEquals(Hint.HOLD_STILL, ((FingerEvent.Poor) module.next(SECOND).orElseThrow()).hint());
    chip.touch(ANA, Press.NO_IMAGE);
    assertEquals(Hint.PRESS_AGAIN, ((FingerEvent.Poor) module.next(SECOND).orElseThrow()).hint());
  }

  @Test
  void withTheTouchPinNothingIsSentWhileNobodyTouches() {
    R503 module = new R503(chip.link(pause), chip.touchPin(pause), ticker, pause, R503Options.defaults());
    chip.know(7, ANA);
    long before = chip.heard();
    for (int i = 0; i < 3_600; i++) {
      assertEquals(Optional.empty(), module.next(SECOND));
    }
    assertEquals(before, chip.heard());
    chip.touch(ANA, Press.GOOD);
    assertEquals(7, ((FingerEvent.Matched) module.next(SECOND).orElseThrow()).place());
    long after = chip.heard();
    for (int i = 0; i < 60; i++) {
      assertEquals(Optional.empty(), module.next(SECOND));
    }
    chip.lift();
    assertTrue(module.next(SECOND).orElseThrow() instanceof FingerEvent.Lifted);
    assertEquals(after, chip.heard(), "a finger that stays is not looked at again");
  }

  @Test
  void withoutThePinTheModuleIsAskedTwiceASecond() {
    R503 module = open();
    long before = chip.heard();
    for (int i = 0; i < 60; i++) {
      module.next(SECOND);
    }
    assertTrue(chip.heard() - before <= 125, () -> "asked " + (chip.heard() - before) + " times in a minute");
  }

  @Test
  void enrolmentSaysWhatToDoAndBeginsAnewWhenFingersDiffer() {
    R503 module = open();
    Enrolment enrolment = module.enrol();
    assertEquals(new EnrolStep.Press(1, 2), step(enrolment));
    assertEquals(Optional.empty(), enrolment.step(SECOND));
    chip.touch(ANA, Press.DRY);
    assertEquals(new EnrolStep.Poor(Hint.PRESS_HARDER, 1), step(enrolment));
    assertEquals(Optional.empty(), enrolment.step(SECOND));
    chip.touch(ANA, Press.GOOD);
    assertEquals(new EnrolStep.Lift(1), step(enrolment));
    assertEquals(Optional.empty(), enrolment.step(SECOND));
    chip.lift();
    assertEquals(new EnrolStep.Press(2, 2), step(enrolment));
    chip.touch(BOB, Press.GOOD);
    assertEquals(new EnrolStep.Mismatch(), step(enrolment));
    chip.lift();
    assertEquals(new EnrolStep.Press(1, 2), step(enrolment));
    assertEquals(List.of(), chip.taken());
  }

  @Test
  void morePressesThanTwo() {
    R503 module = open(chip, R503Options.defaults().withPresses(4));
    Enrolment enrolment = module.enrol();
    for (int press = 1; press <= 3; press++) {
      assertEquals(new EnrolStep.Press(press, 4), step(enrolment));
      chip.touch(ANA, Press.GOOD);
      assertEquals(new EnrolStep.Lift(press), step(enrolment));
      chip.lift();
    }
    assertEquals(new EnrolStep.Press(4, 4), step(enrolment));
    chip.touch(ANA, Press.GOOD);
    assertTrue(step(enrolment).last());
    assertEquals(List.of(0), chip.taken());
  }

  @Test
  void aFingerThatIsKnownIsNotEnrolledTwiceButMayBeReplaced() {
    R503 module = open();
    chip.know(3, ANA);
    Enrolment enrolment = module.enrol();
    step(enrolment);
    chip.touch(ANA, Press.GOOD);
    assertEquals(3, ((EnrolStep.Known) step(enrolment)).place());
    assertEquals(List.of(3), chip.taken());
    chip.lift();
    Enrolment again = module.enrolAt(3);
    step(again);
    chip.touch(ANA, Press.GOOD);
    assertEquals(new EnrolStep.Lift(1), step(again));
  }

  @Test
  void aFullModuleIsNamedAndRefused() {
    R503Simulator small = new R503Simulator(3, 2, 0xFFFFFFFFL, 0);
    for (int place = 0; place < 3; place++) {
      small.know(place, 10 + place);
    }
    R503 module = open(small, R503Options.defaults());
    Enrolment enrolment = module.enrol();
    assertEquals(new EnrolStep.Full(3), step(enrolment));
    FingerTemplate template = new FingerTemplate(R503Simulator.template(ANA));
    assertEquals(new StoreResult.NoSuchPlace(3, 3), module.load(3, template));
    assertThrows(IllegalArgumentException.class, () -> module.enrolAt(3));
    assertEquals(new StoreResult.Stored(0), module.load(0, template));
  }

  @Test
  void theFreePlaceInTheMidstIsTaken() {
    chip.know(0, 10);
    chip.know(2, 12);
    assertEquals(1, open().enrol().place());
  }

  @Test
  void aTemplateGoesToAnotherModuleAndIsFoundThere() {
    enrol(open(), ANA);
    FingerTemplate template = open().read(0).orElseThrow();
    assertEquals(Optional.empty(), open().read(1));
    R503Simulator other = new R503Simulator(1000, 0, 0x12345678L, 0xCAFE);
    R503Options options = new R503Options(0x12345678L, 0xCAFE, 5, 2, 1, Duration.ofMillis(100), Duration.ofMillis(50),
        false, SECOND, SECOND);
    R503 module = open(other, options);
    assertEquals(5, module.parameters().securityLevel());
    assertEquals(new StoreResult.Stored(700), module.load(700, template));
    assertEquals(List.of(700), module.places());
    assertEquals(1, module.count());
    other.touch(ANA, Press.GOOD);
    assertEquals(700, ((FingerEvent.Matched) module.next(SECOND).orElseThrow()).place());
    assertEquals(new Capture.Captured(), module.capture());
    assertTrue(module.compareWith(700).isPresent());
    assertEquals(Optional.empty(), module.compareWith(701));
    module.delete(700);
    module.delete(700);
    assertEquals(List.of(), other.taken());
    other.know(1, ANA);
    module.deleteAll();
    assertEquals(0, module.count());
  }

  @Test
  void aDeletionThatTheModuleRefusesIsNotTakenForDone() {
    R503 module = open();
    chip.know(4, ANA);
    chip.refuse(Codes.DELETE_FAILED);
    assertEquals(Kind.PROTOCOL, failure(() -> module.delete(4)));
    assertEquals(List.of(4), chip.taken());
  }

  @Test
  void damagedLostAndForeignAnswersAreAskedForAgain() {
    R503 module = open();
    chip.know(9, ANA);
    chip.damageAnswers(2);
    assertEquals(List.of(9), module.places());
    assertEquals(2, module.counts().rejected());
    chip.loseBytes(1);
    assertEquals(List.of(9), module.places());
    chip.answerAsAnother(1);
    assertEquals(1, module.count());
    assertEquals(1, module.counts().foreign());
    chip.beDeaf(2);
    assertEquals(1, module.count());
    assertTrue(module.counts().repeated() >= 6, module.counts()::toString);
    chip.refuse(Codes.PACKET_ERROR);
    assertEquals(1, module.count());
  }

  @Test
  void aTemplateThatComesDamagedIsAskedForAgain() {
    R503 module = open();
    chip.know(0, ANA);
    chip.damageUploads(2);
    assertArrayEquals(R503Simulator.template(ANA), module.read(0).orElseThrow().bytes());
    chip.damageUploads(1_000);
    assertEquals(Kind.PROTOCOL, failure(() -> module.read(0)));
  }

  @Test
  void aTemplateThatGetsToTheModuleDamagedIsSentAgain() {
    R503 module = open();
    FingerTemplate template = new FingerTemplate(R503Simulator.template(ANA));
    chip.damageData(1);
    assertEquals(new StoreResult.Stored(4), module.load(4, template));
    assertEquals(template, module.read(4).orElseThrow());
    chip.damageData(1_000);
    assertEquals(Kind.PROTOCOL, failure(() -> module.load(5, template)));
    assertEquals(List.of(4), chip.taken());
  }

  @Test
  void anAnswerThatComesTooLateIsNotTakenForTheNextOne() {
    boolean[] late = {false};
    R503 module = new R503(chip.link(duration -> {
      pause.pause(duration);
      if (late[0]) {
        chip.holdBack(false);
      }
    }), ticker, pause, R503Options.defaults());
    chip.know(3, ANA);
    chip.holdBack(true);
    assertFalse(module.light(RingLight.off()), "nobody waits for it any longer");
    // It comes a moment after the next question would have been asked.
    late[0] = true;
    assertEquals(1, module.count());
    assertEquals(0, module.counts().repeated());
  }

  @Test
  void aModuleOfAnotherAddressIsNamed() {
    R503Simulator moved = new R503Simulator();
    moved.answerAsAnother(1_000);
    assertTrue(String.valueOf(assertThrows(HalException.class, () -> open(moved, R503Options.defaults())).getMessage())
        .contains("another address"));
  }

  @Test
  void everythingWrongForGoodIsAnErrorOfItsKind() {
    R503 module = open();
    chip.damageAnswers(1_000);
    assertEquals(Kind.PROTOCOL, failure(module::count));
    chip.damageAnswers(0);
    chip.answerAsAnother(1_000);
    assertEquals(Kind.TIMEOUT, failure(module::count));
    chip.answerAsAnother(0);
    chip.beDeaf(1_000);
    assertEquals(Kind.TIMEOUT, failure(module::count));
    chip.beDeaf(0);
    chip.refuse(Codes.SENSOR_FAULT);
    assertEquals(Kind.PROTOCOL, failure(() -> module.capture()));
    assertEquals(0, module.count());
    chip.unplug();
    assertEquals(Kind.NO_DEVICE, failure(() -> module.next(SECOND)));
  }

  @Test
  void aModuleThatIsStillStartingIsWaitedForAndASilentOneIsNot() {
    chip.restart();
    chip.beDeaf(3);
    assertEquals(0, open().count());
    chip.beDeaf(1_000);
    assertEquals(Kind.TIMEOUT, failure(this::open));
  }

  @Test
  void aWrongPasswordIsSaid() {
    R503Simulator locked = new R503Simulator(200, 2, 0xFFFFFFFFL, 0xBEEF);
    HalException e = assertThrows(HalException.class, () -> open(locked, R503Options.defaults().withPassword(0xDEAD)));
    assertEquals(Kind.PERMISSION, e.kind());
    assertFalse((e.getMessage() + R503Options.defaults().withPassword(0xDEAD)).matches("(?is).*(dead|57005).*"));
  }

  @Test
  void aModuleThatLostItsPowerForAMomentIsProvenAnew() {
    R503Simulator locked = new R503Simulator(200, 2, 0xFFFFFFFFL, 0xBEEF);
    R503 module = open(locked, R503Options.defaults().withPassword(0xBEEF));
    locked.know(1, ANA);
    locked.restart();
    assertEquals(1, module.count());
    assertEquals(1, module.counts().restarts());
  }

  @Test
  void aModuleWithoutARingSaysSo() {
    R503 module = open();
    assertTrue(module.light(new RingLight(RingLight.Mode.BREATHING, 100, RingLight.Colour.PURPLE, 3)));
    assertArrayEquals(new byte[]{1, 100, 3, 3}, chip.ring());
    chip.withoutRing();
    assertFalse(module.light(RingLight.off()));
    chip.beDeaf(1);
    assertFalse(module.light(RingLight.off()));
  }

  @Test
  void aTemplateIsNeverShown() {
    FingerTemplate template = new FingerTemplate(HexFormat.of().parseHex("C0FFEE"));
    assertEquals("FingerTemplate[3 bytes]", template.toString());
    assertEquals("Stored[place=1, template=FingerTemplate[3 bytes]]", new EnrolStep.Stored(1, template).toString());
    template.bytes()[0] = 0;
    assertEquals((byte) 0xC0, template.bytes()[0]);
  }

  @Test
  void theDifferenceOfALibrary() {
    LibraryDifference difference = LibraryDifference.between(List.of(1, 2, 3), List.of(3, 2, 7, 5, 300), 200);
    assertEquals(new LibraryDifference(List.of(5, 7), List.of(1), List.of(300)), difference);
    assertFalse(difference.none());
    assertTrue(LibraryDifference.between(List.of(4), List.of(4), 200).none());
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> R503Options.defaults().withPresses(1));
    assertThrows(IllegalArgumentException.class, () -> R503Options.defaults().withPassword(-1));
  }
}
