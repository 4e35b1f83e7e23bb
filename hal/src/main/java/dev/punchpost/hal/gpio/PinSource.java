package dev.punchpost.hal.gpio;

/// Gives pins. Any thread may ask; each pin then belongs to one.
///
/// ## For implementers
/// - A pin that is driven has its level from the first moment: no other one may be seen in between.
/// - Whoever holds a pin when the process ends, however it does, loses it; what its level is then is the machine's affair.
public interface PinSource {
  /// Drives a pin.
  ///
  /// @param chip a path, a label, or `auto` for the chip of the header
  /// @param line its number on the chip, or its name
  /// @param high its level from the start
  /// @throws dev.punchpost.hal.HalException NO_DEVICE, BUSY, PERMISSION or IO
  OutputPin output(String chip, String line, boolean high);

  /// Listens to a pin.
  ///
  /// @throws dev.punchpost.hal.HalException NO_DEVICE, BUSY, PERMISSION or IO
  InputPin input(String chip, String line, Pull pull);
}
