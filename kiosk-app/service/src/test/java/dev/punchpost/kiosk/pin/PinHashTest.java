package dev.punchpost.kiosk.pin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinHashTest {
  private static final int QUICK = 4;
  private final SecureRandom random = new SecureRandom();

  @Test
  void aPinMatchesItsHashAndNoOther() {
    PinHash hash = PinHash.of(new Pin("2580"), QUICK, random);
    assertTrue(hash.matches(new Pin("2580")));
    assertFalse(hash.matches(new Pin("2581")));
    assertFalse(hash.matches(new Pin("25800")));
    assertTrue(new PinHash(hash.text()).matches(new Pin("2580")));
  }

  @Test
  void theHashSaysHowItWasMadeAndIsSalted() {
    PinHash hash = PinHash.of(new Pin("2580"), QUICK, random);
    assertTrue(hash.text().startsWith("$2a$04$"), "cost and algorithm are part of it");
    assertFalse(hash.text().equals(PinHash.of(new Pin("2580"), QUICK, random).text()));
  }

  @Test
  void neitherShowsItself() {
    assertEquals("Pin", new Pin("2580").toString());
    assertEquals("PinHash", PinHash.of(new Pin("2580"), QUICK, random).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123", "1234567890123", "12a4", "12 4", "-123", "\u0661\u0662\u0663\u0664"})
  void somethingElseThanDigitsIsNoPin(String text) {
    String message = assertThrows(IllegalArgumentException.class, () -> new Pin(text)).getMessage();
    assertEquals("a PIN is 4 to 12 digits", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "1234", "9876", "333333"})
  void aPinThatEverybodyTriesFirstIsPlain(String digits) {
    assertTrue(new Pin(digits).plain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2580", "1357", "1235", "1223"})
  void otherPinsAreNot(String digits) {
    assertFalse(new Pin(digits).plain());
  }

  @Test
  void somethingElseIsNoHash() {
    assertThrows(IllegalArgumentException.class, () -> new PinHash("2580"));
  }
}
