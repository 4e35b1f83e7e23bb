package dev.punchpost.kiosk;

import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.drivers.osdp.OsdpEvent;
import dev.punchpost.drivers.osdp.OsdpKeypad;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.device.DeviceThread;
import dev.punchpost.kiosk.keypad.KeypadThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The terminal's keypads: those of OSDP readers hear what their lines tell, the others are opened. Any thread.
final class Keypads implements AutoCloseable {
  private final Settings settings;
  private final Wiring wiring;
  private final Map<ReaderName, OsdpKeypad> osdp = new HashMap<>();
  private final List<KeypadThread> threads = new ArrayList<>();

  Keypads(Settings settings, Wiring wiring) {
    this.settings = settings;
    this.wiring = wiring;
    for (KeypadSettings keypad : settings.keypads()) {
      if (keypad.device() instanceof KeypadSettings.Osdp) {
        osdp.put(keypad.name(), new OsdpKeypad(keypad.name(), wiring.ticker()));
      }
    }
  }

  /// Takes an event of a line's thread.
  ///
  /// @return whether these were keys that somebody waits for
  boolean accept(OsdpEvent event) {
    OsdpKeypad keypad = osdp.get(event.reader());
    if (keypad == null || !(event instanceof OsdpEvent.KeysPressed)) {
      return false;
    }
    keypad.accept(event);
    return true;
  }

  void start(KeypadThread.Surroundings with) {
    for (KeypadSettings keypad : settings.keypads()) {
      KeypadThread thread = new KeypadThread(keypad, () -> open(keypad), with, wiring.ticker(), wiring.pause());
      threads.add(thread);
      thread.start();
    }
  }

  private Keypad open(KeypadSettings keypad) {
    return switch (keypad.device()) {
      case KeypadSettings.Matrix matrix -> wiring.keypad(matrix);
      case KeypadSettings.Usb usb -> wiring.keypad(usb);
      case KeypadSettings.Osdp() -> {
        OsdpKeypad made = osdp.get(keypad.name());
        if (made == null) {
          throw new IllegalStateException("the constructor has made every OSDP keypad");
        }
        yield made;
      }
    };
  }

  /// In the order of the settings; empty before the start.
  List<DeviceThread.Health> health() {
    return threads.stream().map(KeypadThread::health).toList();
  }

  @Override
  public void close() {
    threads.forEach(KeypadThread::close);
  }
}
