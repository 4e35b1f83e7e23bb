package dev.punchpost.hal.serial;

/// A place where a serial device is expected, whether or not one is there now.
public interface SerialPort {
  /// Looks the device up again (a by-id path may lead elsewhere after a replug) and opens it.
  ///
  /// @throws dev.punchpost.hal.HalException NO_DEVICE, BUSY or PERMISSION
  SerialLink open();

  /// The path as configured, for messages.
  String name();
}
