package dev.punchpost.kiosk.keypad;

import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.access.PinGate;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.device.DeviceThread;
import dev.punchpost.kiosk.device.DeviceThread.Ending;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.panel.Panel;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.punch.PunchThread;
import dev.punchpost.kiosk.punch.Wishes;
import dev.punchpost.kiosk.store.RosterStore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A keypad and its thread: listens and checks PINs; its loss is told like a reader's. [#health] and [#close] may be
/// called from any thread.
public final class KeypadThread implements AutoCloseable {
  /// What keypads share.
  ///
  /// @param told takes an entry that nobody waits for; may wait, and must then give up when interrupted
  /// @param recorded takes an entry, and has it committed when it returns
  /// @param punches where identified workers go
  public record Surroundings(RosterStore roster, PinGate gate, Consumer<Content> told, Consumer<Content> recorded,
      Panel panel, PunchThread punches, Wishes wishes) {}

  private final KeypadSettings settings;
  private final Supplier<Keypad> opening;
  private final Surroundings with;
  private final Ticker ticker;
  private final KeypadDialogue dialogue;
  private final DeviceThread<Keypad> thread;

  /// @param opening opens the keypad; throws [HalException] if it cannot
  public KeypadThread(KeypadSettings settings, Supplier<Keypad> opening, Surroundings with, Ticker ticker,
      Pause pause) {
    this.settings = settings;
    this.opening = opening;
    this.with = with;
    this.ticker = ticker;
    dialogue = new KeypadDialogue(settings, with.wishes(), with.panel(), new PinDesk(settings, with.roster(),
        with.gate(), with.recorded(), with.panel(), with.punches()::identified, ticker));
    thread = new DeviceThread<>("keypad " + settings.name(), "keypad-" + settings.name(), new Listening(),
        Ending.BETWEEN_TURNS, ticker, pause);
  }

  public void start() {
    thread.start();
  }

  public DeviceThread.Health health() {
    return thread.health();
  }

  private final class Listening implements DeviceThread.Use<Keypad> {
    @Override
    public Keypad open() {
      return opening.get();
    }

    @Override
    public void turn(Keypad keypad) {
      keypad.next(DeviceThread.LONGEST_WAIT).ifPresentOrElse(dialogue::press, () -> dialogue.passed(ticker.micros()));
    }

    @Override
    public void works(Keypad keypad, boolean again) {
      if (again) {
        with.panel().show(new Screen.ReaderState(settings.name(), true));
        with.told().accept(new Content.ReaderFound(settings.name()));
      }
    }

    @Override
    public void broke(Kind kind, boolean first) {
      dialogue.broken();
      if (first) {
        with.panel().show(new Screen.ReaderState(settings.name(), false));
        with.told().accept(new Content.ReaderLost(settings.name(), kind));
      }
    }

    @Override
    public void close(Keypad keypad) {
      keypad.close();
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
