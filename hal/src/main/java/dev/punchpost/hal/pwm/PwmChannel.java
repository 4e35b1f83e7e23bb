package dev.punchpost.hal.pwm;

/// An output that the hardware switches on and off by itself, many times a second: what makes a tone of a piezo. One
/// thread owns it.
///
/// ## For implementers
/// - Silent from the start, and after it is closed.
/// - From one tone to the next without a click of the old pitch with the new duty.
public interface PwmChannel extends AutoCloseable {
  /// Starts, or changes what plays.
  ///
  /// @param hertz 20 .. 20,000
  /// @param dutyPercent part of each period in which it is high, 1 .. 99; a piezo is loudest at 50
  /// @throws dev.punchpost.hal.HalException NO_DEVICE, PERMISSION or IO
  void play(int hertz, int dutyPercent);

  /// Low and silent.
  ///
  /// @throws dev.punchpost.hal.HalException as for [#play]
  void stop();

  /// Stops and gives the channel back. Idempotent; never throws.
  @Override
  void close();
}
