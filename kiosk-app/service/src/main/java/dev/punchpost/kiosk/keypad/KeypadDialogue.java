package dev.punchpost.kiosk.keypad;

import dev.punchpost.drivers.keypad.Key;
import dev.punchpost.drivers.keypad.KeypadPress;
import dev.punchpost.drivers.keypad.PinEntry;
import dev.punchpost.drivers.keypad.PinEntry.Outcome;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.pin.Pin;
import dev.punchpost.kiosk.punch.Wish;
import dev.punchpost.kiosk.punch.Wishes;
import org.jspecify.annotations.Nullable;

/// What keys mean, one after the other: number, Enter, PIN, Enter; before it, if wanted, a function key. Everything that is
/// typed is shown as stars, the number too. The keypad's thread owns it.
final class KeypadDialogue {
  private static final int LONGEST_NUMBER = 12;
  private static final int SHORTEST_PIN = 4;
  private static final int LONGEST_PIN = 12;

  /// Takes what was typed.
  interface Desk {
    /// @param number digits of the worker's number, 1 to 12
    /// @param atMicros when the last key was pressed
    void entered(String number, Pin pin, Wish wish, long atMicros);
  }

  private final KeypadSettings keypad;
  private final PinEntry.Options numbers;
  private final PinEntry.Options pins;
  private final Wishes wishes;
  private final Panel panel;
  private final Desk desk;
  private @Nullable PinEntry entry;
  private @Nullable String number;
  private Wish wish = Wish.NONE;

  KeypadDialogue(KeypadSettings keypad, Wishes wishes, Panel panel, Desk desk) {
    this.keypad = keypad;
    numbers = new PinEntry.Options(1, LONGEST_NUMBER, keypad.timeout());
    pins = new PinEntry.Options(SHORTEST_PIN, LONGEST_PIN, keypad.timeout());
    this.wishes = wishes;
    this.panel = panel;
    this.desk = desk;
  }

  void press(KeypadPress press) {
    passed(press.atMicros());
    PinEntry running = entry;
    if (running == null) {
      idle(press);
    } else {
      came(running.accept(press), press);
    }
  }

  /// Time has passed.
  void passed(long nowMicros) {
    PinEntry running = entry;
    if (running != null && running.passed(nowMicros) instanceof Outcome.TimedOut) {
      ended();
    }
  }

  /// The keypad is gone: what was typed is worth nothing.
  void broken() {
    if (entry != null) {
      ended();
    }
  }

  private void idle(KeypadPress press) {
    switch (press.key()) {
      case Key.Digit _ -> {
        // Taken now: a badge that is presented while this worker types gets nothing of it.
        wish = wishes.take();
        PinEntry begun = new PinEntry(numbers, press.atMicros());
        entry = begun;
        came(begun.accept(press), press);
      }
      case Key.Function(int which) -> function(which);
      case Key.Clear() -> {
        if (wishes.take() != Wish.NONE) {
          ended();
        }
      }
      case Key.Enter() -> {
        // There is nothing to end.
      }
    }
  }

  private void came(Outcome outcome, KeypadPress press) {
    switch (outcome) {
      case Outcome.Typing(int length) -> show(length);
      case Outcome.NotTaken(int length) -> show(length);
      case Outcome.TimedOut() -> ended();
      case Outcome.GivenUp() -> {
        entry = null;
        number = null;
        if (!(press.key() instanceof Key.Function(int which)) || !function(which)) {
          ended();
        }
      }
      case Outcome.Entered(var digits) -> {
        try (digits) {
          char[] typed = digits.digits();
          entered(new String(typed), press.atMicros());
        }
      }
    }
  }

  private void entered(String typed, long atMicros) {
    String known = number;
    if (known == null) {
      number = typed;
      entry = new PinEntry(pins, atMicros);
      show(0);
      return;
    }
    entry = null;
    number = null;
    panel.show(new Screen.Typing(keypad.name(), Screen.Typing.Step.CHECKING, 0, keypad.timeout()));
    desk.entered(known, new Pin(typed), wish, atMicros);
  }

  /// @return whether the key has a meaning
  private boolean function(int which) {
    Wish chosen = keypad.functions().get(which - 1);
    switch (chosen) {
      case NONE -> {
        return false;
      }
      case IN -> chosen(chosen, Screen.Chosen.Choice.IN);
      case OUT -> chosen(chosen, Screen.Chosen.Choice.OUT);
      case DOOR -> chosen(chosen, Screen.Chosen.Choice.DOOR);
    }
    return true;
  }

  private void chosen(Wish chosen, Screen.Chosen.Choice shown) {
    wishes.make(chosen, keypad.timeout());
    panel.show(new Screen.Chosen(keypad.name(), shown, keypad.timeout()));
  }

  private void show(int length) {
    panel.show(new Screen.Typing(keypad.name(),
        number == null ? Screen.Typing.Step.NUMBER : Screen.Typing.Step.PIN, length, keypad.timeout()));
  }

  private void ended() {
    entry = null;
    number = null;
    panel.show(new Screen.Refused(keypad.name(), Screen.Refused.Reason.ENTRY_ENDED, ""));
  }

  /// Nothing of what was typed.
  @Override
  public String toString() {
    return "KeypadDialogue[" + keypad.name() + "]";
  }
}
