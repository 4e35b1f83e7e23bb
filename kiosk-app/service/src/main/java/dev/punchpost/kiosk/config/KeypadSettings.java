package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.keypad.KeypadLayout;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.KeyDevice;
import dev.punchpost.kiosk.punch.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A keypad for number and PIN. Ranges are checked by [KeypadSections].
///
/// @param name in entries; of an OSDP keypad its reader's
/// @param functions what F1 to F4 choose; [Wish#NONE] for a key without meaning
/// @param timeout longest time from key to key, and how long a choice waits for somebody
/// @param workerPrefix text before what is typed, where the numbers in the roster begin with letters; may be empty
public record KeypadSettings(ReaderName name, Device device, List<Wish> functions, Duration timeout,
    String workerPrefix) {
  public KeypadSettings {
    functions = List.copyOf(functions);
    if (functions.size() != 4) {
      throw new IllegalArgumentException("a keypad has four function keys");
    }
  }

  /// What it is.
  public sealed interface Device permits Matrix, Usb, Osdp {}

  /// Keys on pins.
  ///
  /// @param chip as in [dev.punchpost.hal.linux.GpioRequest#chip]
  /// @param rows lines that are driven, each a number on the chip or a name
  /// @param columns lines that are read
  public record Matrix(String chip, List<String> rows, List<String> columns, KeypadLayout layout,
      Duration debounce) implements Device {
    public Matrix {
      rows = List.copyOf(rows);
      columns = List.copyOf(columns);
    }

    /// Every line that it uses.
    public List<String> lines() {
      List<String> lines = new ArrayList<>(rows);
      lines.addAll(columns);
      return List.copyOf(lines);
    }
  }

  public record Usb(KeyDevice device) implements Device {}

  /// The keypad of the OSDP reader of the same name.
  public record Osdp() implements Device {}

  /// The driver's name in the configuration.
  public String driver() {
    return switch (device) {
      case Matrix _ -> "matrix";
      case Usb _ -> "usb";
      case Osdp _ -> "osdp";
    };
  }

  /// Where it is, for `status` and `doctor`.
  public String port() {
    return switch (device) {
      case Matrix matrix -> "lines " + String.join(" ", matrix.lines()) + " of "
          + (matrix.chip().equals("auto") ? "the header" : matrix.chip());
      case Usb(KeyDevice keyboard) -> keyboard.toString();
      case Osdp() -> "reader " + name;
    };
  }
}
