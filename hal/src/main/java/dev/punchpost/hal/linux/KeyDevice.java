package dev.punchpost.hal.linux;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which keyboard. Written as `/dev/input/by-id/…`, `usb:08ff:0009`, `usb:08ff:0009:SERIAL` or `name:…`.
public sealed interface KeyDevice {
  /// @param path as udev makes it, so that it leads to the same reader after a replug
  record ByPath(Path path) implements KeyDevice {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// @param vendor 0 .. 0xFFFF
  /// @param product 0 .. 0xFFFF
  /// @param serial as the device tells it; empty for any
  record ByUsbId(int vendor, int product, String serial) implements KeyDevice {
    public ByUsbId {
      if (vendor < 0 || vendor > 0xFFFF || product < 0 || product > 0xFFFF) {
        throw new IllegalArgumentException("USB vendor or product out of range");
      }
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "usb:%04x:%04x", vendor, product) + (serial.isEmpty() ? "" : ":" + serial);
    }
  }

  /// @param name the whole name, as in /proc/bus/input/devices
  record ByName(String name) implements KeyDevice {
    public ByName {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("the name of a keyboard is empty");
      }
    }

    @Override
    public String toString() {
      return "name:" + name;
    }
  }

  /// Reads the written form.
  ///
  /// @throws IllegalArgumentException with what is expected
  static KeyDevice parse(String text) {
    if (text.startsWith("/")) {
      return new ByPath(Path.of(text));
    }
    if (text.startsWith("name:")) {
      return new ByName(text.substring(5));
    }
    Matcher usb = Pattern.compile("usb:([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::(.+))?").matcher(text);
    if (!usb.matches()) {
      throw new IllegalArgumentException(
          "expected /dev/input/by-id/…, usb:vendor:product, usb:vendor:product:serial or name:…");
    }
    String serial = usb.group(3);
    return new ByUsbId(HexFormat.fromHexDigits(usb.group(1)), HexFormat.fromHexDigits(usb.group(2)),
        serial == null ? "" : serial);
  }
}
