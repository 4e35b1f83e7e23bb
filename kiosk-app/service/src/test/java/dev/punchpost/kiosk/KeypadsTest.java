package dev.punchpost.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.keypad.Key;
import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.drivers.keypad.KeypadPress;
import dev.punchpost.drivers.osdp.OsdpEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.punch.Wish;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeypadsTest {
  private static final ReaderName LOBBY = new ReaderName("lobby");
  private static final OsdpEvent FIVE = new OsdpEvent.KeysPressed(LOBBY, "5");

  private final KeypadSettings lobby = new KeypadSettings(LOBBY, new KeypadSettings.Osdp(),
      Collections.nCopies(4, Wish.NONE), Duration.ofSeconds(10), "");

  @Test
  void anOsdpKeypadThatWasGivenBackWorksWhenItIsOpenedAgain() {
    Keypads keypads = new Keypads(List.of(lobby), new Wiring());
    assertFalse(keypads.accept(FIVE), "nobody listens yet");
    Keypad first = keypads.open(lobby);
    first.close();
    Keypad again = keypads.open(lobby);
    assertTrue(keypads.accept(FIVE));
    assertEquals(Optional.of(new Key.Digit(5)), again.next(Duration.ofSeconds(1)).map(KeypadPress::key));
  }
}
