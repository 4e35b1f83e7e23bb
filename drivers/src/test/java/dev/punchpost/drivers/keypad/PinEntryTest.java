package dev.punchpost.drivers.keypad;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.keypad.PinEntry.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PinEntryTest {
  private static final long START = 5_000_000;
  private static final Key ENTER = new Key.Enter();
  private static final Key CLEAR = new Key.Clear();

  private final PinEntry entry = new PinEntry(PinEntry.Options.defaults(), START);
  private long now = START;

  private Outcome press(Key key) {
    now += 300_000;
    return entry.accept(new KeypadPress(key, now));
  }

  private Outcome type(String digits) {
    Outcome last = new Outcome.Typing(0);
    for (char digit : digits.toCharArray()) {
      last = press(new Key.Digit(digit - '0'));
    }
    return last;
  }

  @Test
  void digitsAndEnterAreAPinAndNothingIsLeftOfIt() {
    assertEquals(new Outcome.Typing(4), type("0715"));
    assertFalse(entry.wiped());
    try (Pin pin = ((Outcome.Entered) press(ENTER)).pin()) {
      assertArrayEquals("0715".toCharArray(), pin.digits());
      assertTrue(entry.wiped());
      pin.close();
      assertArrayEquals(new char[4], pin.digits());
    }
    assertThrows(IllegalStateException.class, () -> press(ENTER));
  }

  @Test
  void clearBeginsAnewAndTwiceGivesUp() {
    type("123");
    assertEquals(new Outcome.Typing(0), press(CLEAR));
    assertTrue(entry.wiped());
    assertEquals(new Outcome.Typing(1), type("9"));
    press(CLEAR);
    assertEquals(new Outcome.GivenUp(), press(CLEAR));
  }

  @Test
  void aShortPinIsNotTakenAndALongOneNeither() {
    type("123");
    assertEquals(new Outcome.NotTaken(3), press(ENTER));
    assertEquals(new Outcome.NotTaken(8), type("456789"));
    assertArrayEquals("12345678".toCharArray(), ((Outcome.Entered) press(ENTER)).pin().digits());
  }

  @Test
  void silenceEndsItOnTheSecond() {
    type("12");
    assertEquals(new Outcome.Typing(2), entry.passed(now + 9_999_999));
    assertEquals(new Outcome.TimedOut(), entry.passed(now + 10_000_000));
    assertTrue(entry.wiped());
  }

  @Test
  void aKeyThatComesTooLateIsNotADigitOfThisPin() {
    type("12");
    now += 10_000_000;
    assertEquals(new Outcome.TimedOut(), type("3"));
    assertTrue(entry.wiped());
  }

  @Test
  void aFunctionKeyGivesUp() {
    type("12");
    assertEquals(new Outcome.GivenUp(), press(new Key.Function(1)));
    assertTrue(entry.wiped());
  }

  @Test
  void nothingOfItIsShown() {
    type("4711");
    KeypadPress press = new KeypadPress(new Key.Digit(7), 1);
    Outcome entered = press(ENTER);
    assertFalse((entry + " " + press + entered).matches(".*[47].*"), () -> entry + " " + press + entered);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PinEntry.Options(0, 4, Duration.ofSeconds(5)));
    assertThrows(IllegalArgumentException.class, () -> new PinEntry.Options(4, 17, Duration.ofSeconds(5)));
    assertThrows(IllegalArgumentException.class, () -> new PinEntry.Options(4, 8, Duration.ofMillis(5)));
  }
}
