package dev.punchpost.kiosk.keypad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.punchpost.drivers.keypad.Key;
import dev.punchpost.drivers.keypad.KeypadPress;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.panel.Screen.Typing.Step;
import dev.punchpost.kiosk.punch.Wish;
import dev.punchpost.kiosk.punch.Wishes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeypadDialogueTest {
  private static final ReaderName KEYS = new ReaderName("keys");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Screen ENDED = new Screen.Refused(KEYS, Screen.Refused.Reason.ENTRY_ENDED, "");

  private final ManualTicker ticker = new ManualTicker();
  private final Wishes wishes = new Wishes(ticker);
  private final List<Screen> screens = new ArrayList<>();
  private final List<String> entered = new ArrayList<>();
  private final KeypadDialogue dialogue = new KeypadDialogue(
      new KeypadSettings(KEYS, new KeypadSettings.Osdp(), List.of(Wish.IN, Wish.OUT, Wish.DOOR, Wish.NONE), TIMEOUT,
          ""),
      wishes, screens::add, (number, pin, wish, at) -> entered.add(number + " " + pin.digits() + " " + wish));

  /// @param keys digits, `#` for Enter, `*` for Clear, `A` to `D` for F1 to F4; a second from key to key
  private void type(String keys) {
    for (char c : keys.toCharArray()) {
      ticker.advance(Duration.ofSeconds(1));
      Key key = switch (c) {
        case '#' -> new Key.Enter();
        case '*' -> new Key.Clear();
        default -> c >= 'A' ? new Key.Function(c - 'A' + 1) : new Key.Digit(c - '0');
      };
      dialogue.press(new KeypadPress(key, ticker.micros()));
    }
  }

  private static Screen typing(Step step, int length) {
    return new Screen.Typing(KEYS, step, length, TIMEOUT);
  }

  @Test
  void numberAndPinAreShownAsTheirLengthsOnly() {
    type("42#8306#");
    assertEquals(List.of("42 8306 NONE"), entered);
    assertEquals(List.of(typing(Step.NUMBER, 1), typing(Step.NUMBER, 2), typing(Step.PIN, 0), typing(Step.PIN, 1),
        typing(Step.PIN, 2), typing(Step.PIN, 3), typing(Step.PIN, 4), typing(Step.CHECKING, 0)), screens);
    assertFalse(screens.toString().contains("8306"));
  }

  @Test
  void aPinThatIsTooShortIsNotTakenAndClearTakesBackStepByStep() {
    type("42#830#");
    assertEquals(List.of(), entered);
    assertEquals(typing(Step.PIN, 3), screens.getLast());
    type("*");
    assertEquals(typing(Step.PIN, 0), screens.getLast());
    type("*");
    assertEquals(ENDED, screens.getLast());
    type("*#");
    assertEquals(ENDED, screens.getLast(), "and nothing is said of keys that begin nothing");
    type("7#1379#");
    assertEquals(List.of("7 1379 NONE"), entered);
  }

  @Test
  void whoeverStopsTypingIsForgottenAndTheNextOneBeginsAnew() {
    type("42#83");
    ticker.advance(TIMEOUT);
    dialogue.passed(ticker.micros());
    assertEquals(ENDED, screens.getLast());
    type("5");
    assertEquals(typing(Step.NUMBER, 1), screens.getLast());
    // Nobody looked when the time was over: the key itself tells.
    ticker.advance(TIMEOUT);
    type("6");
    assertEquals(typing(Step.NUMBER, 1), screens.getLast());
    assertEquals(List.of(), entered);
  }

  @Test
  void aFunctionKeyBeforeTheNumberGoesWithIt() {
    type("A42#8306#");
    assertEquals(List.of("42 8306 IN"), entered);
    assertEquals(new Screen.Chosen(KEYS, Screen.Chosen.Choice.IN, TIMEOUT), screens.getFirst());
    type("42#8306#");
    assertEquals("42 8306 NONE", entered.getLast(), "once");
    type("A");
    ticker.advance(TIMEOUT);
    type("42#8306#");
    assertEquals("42 8306 NONE", entered.getLast(), "for as long as it was shown");
    type("D42#8306#");
    assertEquals("42 8306 NONE", entered.getLast(), "a key without meaning");
  }

  @Test
  void aFunctionKeyWaitsForABadgeAsWellAndTheNewestCounts() {
    type("AC");
    assertEquals(Wish.DOOR, wishes.take());
    assertEquals(Wish.NONE, wishes.take());
    type("B*");
    assertEquals(ENDED, screens.getLast());
    assertEquals(Wish.NONE, wishes.take(), "taken back");
  }

  @Test
  void aFunctionKeyWhileSomebodyTypesBeginsAnew() {
    type("42#83B");
    assertEquals(new Screen.Chosen(KEYS, Screen.Chosen.Choice.OUT, TIMEOUT), screens.getLast());
    type("7#1379#");
    assertEquals(List.of("7 1379 OUT"), entered);
    type("42D");
    assertEquals(ENDED, screens.getLast());
  }

  @Test
  void whatWasTypedAtAKeypadThatBreaksIsForgotten() {
    type("42#83");
    dialogue.broken();
    type("06#");
    assertEquals(List.of(), entered);
    assertEquals(typing(Step.PIN, 0), screens.getLast(), "06 is a number");
  }
}
