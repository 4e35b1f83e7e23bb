package dev.punchpost.hal.gpio;

/// One edge on one of the lines of an [EdgeSource].
///
/// @param line which of the source's lines: its index in the request, from 0
/// @param atNanos when, as the interrupt handler saw it: nanoseconds on the clock of
///   [dev.punchpost.hal.time.Ticker], so that `atNanos / 1000` may be compared with its micros
/// @param sequence number of the edge among those of all lines of the source, from 1, counted where the time was taken
public record EdgeEvent(int line, long atNanos, long sequence) {
  public EdgeEvent {
    if (line < 0) {
      throw new IllegalArgumentException("line " + line + ", expected its index");
    }
  }
}
