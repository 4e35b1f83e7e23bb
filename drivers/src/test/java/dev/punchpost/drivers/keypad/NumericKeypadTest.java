package dev.punchpost.drivers.keypad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.drivers.osdp.OsdpEvent;
import dev.punchpost.drivers.osdp.OsdpKeypad;
import dev.punchpost.drivers.wedge.KeyboardWedgeSimulator;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.input.KeyEvent;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.hal.playback.ReplayKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// USB keypads and OSDP keypads say the same keys as a matrix.
class NumericKeypadTest {
  private static final List<Key> TYPED = List.of(new Key.Digit(1), new Key.Digit(0), new Key.Clear(), new Key.Enter(),
      new Key.Function(4));

  private final ManualTicker ticker = new ManualTicker();
  private final ReplayKeys keys = new ReplayKeys(ticker, new ManualPause(ticker));

  private static List<Key> told(Keypad keypad) {
    List<Key> told = new ArrayList<>();
    for (Optional<KeypadPress> press = keypad.next(Duration.ofMillis(20)); press.isPresent(); press = keypad
        .next(Duration.ofMillis(20))) {
      told.add(press.get().key());
    }
    return told;
  }

  @Test
  void theKeysOfAUsbKeypad() {
    KeyboardWedgeSimulator simulator = new KeyboardWedgeSimulator(keys::add, ticker.micros());
    // NumLock, 1, 0, Backspace, Enter, +; a letter between them.
    for (int code : new int[]{69, 79, 82, 14, 30, 96, 78}) {
      simulator.press(code);
    }
    assertEquals(TYPED, told(new NumericKeypad(keys, ticker, NumericKeypad.usual())));
  }

  @Test
  void lostKeysClearWhatWasTyped() {
    keys.add(new KeyEvent.Pressed(79, ticker.micros()));
    keys.add(new KeyEvent.Lost(ticker.micros()));
    assertEquals(List.of(new Key.Digit(1), new Key.Clear()),
        told(new NumericKeypad(keys, ticker, NumericKeypad.usual())));
  }

  @Test
  void anUnpluggedKeypadIsAnError() {
    keys.addFault(ticker.micros(), HalException.Kind.NO_DEVICE);
    NumericKeypad keypad = new NumericKeypad(keys, ticker, NumericKeypad.usual());
    assertEquals(HalException.Kind.NO_DEVICE,
        assertThrows(HalException.class, () -> keypad.next(Duration.ofSeconds(1))).kind());
  }

  @Test
  void theKeysOfAnOsdpReaderAndOfNoOther() {
    ReaderName door = new ReaderName("door");
    OsdpKeypad keypad = new OsdpKeypad(door, ticker);
    keypad.accept(new OsdpEvent.KeysPressed(new ReaderName("gate"), "999"));
    keypad.accept(new OsdpEvent.Offline(door));
    keypad.accept(new OsdpEvent.KeysPressed(door, "10*"));
    keypad.accept(new OsdpEvent.KeysPressed(door, "#?D"));
    assertEquals(TYPED, told(keypad));
    keypad.close();
    assertThrows(HalException.class, () -> keypad.next(Duration.ZERO));
  }

  @Test
  void keysThatNobodyTakesLeaveNoGap() {
    ReaderName door = new ReaderName("door");
    OsdpKeypad keypad = new OsdpKeypad(door, ticker);
    keypad.accept(new OsdpEvent.KeysPressed(door, "1".repeat(64) + "2#"));
    assertEquals(List.of(new Key.Clear(), new Key.Enter()), told(keypad));
  }
}
