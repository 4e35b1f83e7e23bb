package dev.punchpost.drivers.keypad;

/// A key went down. That it is held is not told again.
///
/// @param atMicros when it was known, on the clock of [dev.punchpost.hal.time.Ticker]
public record KeypadPress(Key key, long atMicros) {}
