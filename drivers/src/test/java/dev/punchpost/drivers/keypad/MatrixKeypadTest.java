package dev.punchpost.drivers.keypad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Behaviour, against a matrix in which current flows as in a real one.
class MatrixKeypadTest {
  private static final Key ONE = new Key.Digit(1);
  private static final Key TWO = new Key.Digit(2);
  private static final Key FOUR = new Key.Digit(4);
  private static final Key FIVE = new Key.Digit(5);

  private final ManualTicker ticker = new ManualTicker();
  private final ManualPause pause = new ManualPause(ticker);

  private MatrixKeypadSimulator simulator(KeypadLayout layout) {
    return new MatrixKeypadSimulator(layout, ticker);
  }

  private MatrixKeypad open(MatrixKeypadSimulator matrix, KeypadLayout layout) {
    return new MatrixKeypad(layout, matrix.rows(), matrix.columns(), ticker, pause, MatrixKeypad.Options.defaults());
  }

  /// What is told within a while, and when.
  private List<KeypadPress> told(MatrixKeypad keypad, Duration during) {
    List<KeypadPress> presses = new ArrayList<>();
    long end = ticker.micros() + during.toNanos() / 1_000;
    while (ticker.micros() < end) {
      keypad.next(Duration.ofNanos((end - ticker.micros()) * 1_000)).ifPresent(presses::add);
    }
    return presses;
  }

  private List<Key> keys(MatrixKeypad keypad) {
    return told(keypad, Duration.ofMillis(200)).stream().map(KeypadPress::key).toList();
  }

  @Test
  void everyKeyOfBothLayoutsIsToldOnceInSpiteOfItsBouncing() {
    for (KeypadLayout layout : List.of(KeypadLayout.fourByFour(), KeypadLayout.fourByThree())) {
      MatrixKeypadSimulator matrix = simulator(layout);
      MatrixKeypad keypad = open(matrix, layout);
      for (Key key : layout.rows().stream().flatMap(List::stream).toList()) {
        matrix.press(key);
        assertEquals(List.of(key), keys(keypad));
        matrix.release(key);
        assertEquals(List.of(), keys(keypad));
      }
    }
  }

  @Test
  void aKeyThatIsHeldForAMinuteIsToldOnceAndSoon() {
    KeypadLayout layout = KeypadLayout.fourByFour();
    MatrixKeypadSimulator matrix = simulator(layout);
    MatrixKeypad keypad = open(matrix, layout);
    long start = ticker.micros();
    matrix.press(FIVE);
    List<KeypadPress> presses = told(keypad, Duration.ofMinutes(1));
    assertEquals(List.of(FIVE), presses.stream().map(KeypadPress::key).toList());
    long after = presses.getFirst().atMicros() - start;
    assertTrue(after >= 25_000 && after <= 60_000, () -> "told after " + after + " us");
  }

  @Test
  void twoKeysTogetherAreBothTold() {
    KeypadLayout layout = KeypadLayout.fourByFour();
    MatrixKeypadSimulator matrix = simulator(layout);
    MatrixKeypad keypad = open(matrix, layout);
    matrix.press(ONE);
    matrix.press(FIVE);
    assertEquals(List.of(ONE, FIVE), keys(keypad));
    assertEquals(0, keypad.ghosts());
  }

  @Test
  void threeKeysOfARectangleTellNoFourth() {
    KeypadLayout layout = KeypadLayout.fourByFour();
    MatrixKeypadSimulator matrix = simulator(layout);
    MatrixKeypad keypad = open(matrix, layout);
    matrix.press(ONE);
    matrix.press(TWO);
    assertEquals(List.of(ONE, TWO), keys(keypad));
    matrix.press(FOUR);
    assertEquals(List.of(), keys(keypad), "which of 4 and 5 it is cannot be told");
    assertEquals(1, keypad.ghosts());
    matrix.release(ONE);
    assertEquals(List.of(FOUR), keys(keypad), "now it can");
    matrix.release(TWO);
    matrix.release(FOUR);
    keys(keypad);
    matrix.press(FIVE);
    assertEquals(List.of(FIVE), keys(keypad));
  }

  @Test
  void aPulseShorterThanTheDebounceIsNoKey() {
    KeypadLayout layout = KeypadLayout.fourByThree();
    MatrixKeypadSimulator matrix = simulator(layout);
    MatrixKeypad keypad = open(matrix, layout);
    for (int i = 0; i < 20; i++) {
      matrix.press(ONE);
      assertEquals(List.of(), told(keypad, Duration.ofMillis(12)));
      matrix.release(ONE);
      assertEquals(List.of(), told(keypad, Duration.ofMillis(40)));
    }
  }

  @Test
  void aBrokenPinIsAnError() {
    KeypadLayout layout = KeypadLayout.fourByThree();
    MatrixKeypadSimulator matrix = simulator(layout);
    MatrixKeypad keypad = open(matrix, layout);
    matrix.breakDown();
    assertEquals(HalException.Kind.IO,
        assertThrows(HalException.class, () -> keypad.next(Duration.ofMillis(50))).kind());
    assertThrows(HalException.class, () -> open(matrix, layout));
    assertEquals(7, matrix.closedPins());
  }

  @Test
  void layoutsThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> KeypadLayout.of("1 2", "3"));
    assertThrows(IllegalArgumentException.class, () -> KeypadLayout.of("1 2", "2 3"));
    assertThrows(IllegalArgumentException.class, () -> KeypadLayout.of("1 F5"));
    MatrixKeypadSimulator matrix = simulator(KeypadLayout.fourByFour());
    assertThrows(IllegalArgumentException.class, () -> open(matrix, KeypadLayout.fourByThree()));
  }
}
