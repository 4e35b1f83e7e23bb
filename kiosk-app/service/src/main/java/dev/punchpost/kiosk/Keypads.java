package dev.punchpost.kiosk;

import dev.punchpost.drivers.keypad.Keypad;
import dev.punchpost.drivers.osdp.OsdpEvent;
import dev.punchpost.drivers.osdp.OsdpKeypad;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.config.KeypadSettings;
import dev.punchpost.kiosk.device.DeviceThread;
import dev.punchpost.kiosk.keypad.KeypadThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The terminal's keypads: those of OSDP readers hear what their lines tell, the others are opened. Any thread.
final class Keypads implements AutoCloseable {
  private final List<KeypadSettings> settings;
  private final Wiring wiring;
  /// Those that are open.
  private final Map<ReaderName, OsdpKeypad> osdp = new ConcurrentHashMap<>();
  private final List<KeypadThread> threads = new ArrayList<>();

  Keypads(List<KeypadSettings> settings, Wiring wiring) {
    this.settings = settings;
    this.wiring = wiring;
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
    for (KeypadSettings keypad : settings) {
      KeypadThread thread = new KeypadThread(keypad, () -> open(keypad), with, wiring.ticker(), wiring.pause());
      threads.add(thread);
      thread.start();
    }
  }

  Keypad open(KeypadSettings keypad) {
    return switch (keypad.device()) {
      case KeypadSettings.Matrix matrix -> wiring.keypad(matrix);
      case KeypadSettings.Usb usb -> wiring.keypad(usb);
      case KeypadSettings.Osdp() -> {
        OsdpKeypad opened = new OsdpKeypad(keypad.name(), wiring.ticker());
        osdp.put(keypad.name(), opened);
        yield opened;
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
