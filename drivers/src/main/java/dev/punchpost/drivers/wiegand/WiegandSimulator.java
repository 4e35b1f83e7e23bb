package dev.punchpost.drivers.wiegand;

import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.EdgeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Makes the edges that a reader's pulses would, each at its time, into replayed lines or a capture. It has a clock of
/// its own, which only moves as cards are presented and silence passes. Owned by one thread.
public final class WiegandSimulator {
  /// From the beginning of a pulse to the next: in the midst of what readers do (0.2 to 20 ms).
  public static final Duration INTERVAL = Duration.ofMillis(2);
  /// Silence after a frame, enough for every default.
  public static final Duration REST = Duration.ofMillis(200);

  private final Consumer<EdgeEvent> lines;
  private final long intervalNanos;
  private long nanos;
  private long sequence;

  /// @param lines takes the edges, in order
  /// @param startMicros where its clock begins, on the ticker of those who take them
  /// @param interval from pulse to pulse
  public WiegandSimulator(Consumer<EdgeEvent> lines, long startMicros, Duration interval) {
    this.lines = lines;
    nanos = startMicros * 1_000;
    intervalNanos = interval.toNanos();
  }

  /// Nothing happens for a while.
  public void silence(Duration duration) {
    nanos += duration.toNanos();
  }

  /// Where its clock is: when the next pulse would be, in microseconds.
  public long micros() {
    return nanos / 1_000;
  }

  /// A card comes near; then [#REST].
  public void present(WiegandFormat format, long facility, long number) {
    send(format.encode(facility, number), format.bits());
  }

  /// Any frame, right or wrong; then [#REST].
  ///
  /// @param frame the bits, first one in the highest bit of the first byte
  /// @param bits how many
  public void send(byte[] frame, int bits) {
    pulses(frame, bits).forEach(lines);
    silence(REST);
  }

  /// A frame of which the kernel sees a pulse but cannot tell it.
  public void sendWithLostPulse(byte[] frame, int bits, int index) {
    List<EdgeEvent> pulses = pulses(frame, bits);
    pulses.remove(index);
    pulses.forEach(lines);
    silence(REST);
  }

  /// A frame with a spike on one of the lines.
  ///
  /// @param index after which pulse
  /// @param after how long after it
  public void sendWithSpike(byte[] frame, int bits, int index, int line, Duration after) {
    for (int i = 0; i < bits; i++) {
      pulse(bit(frame, i));
      if (i == index) {
        lines.accept(new EdgeEvent(line, nanos - intervalNanos + after.toNanos(), ++sequence));
      }
    }
    silence(REST);
  }

  /// A frame with a pause in its midst.
  public void sendWithPause(byte[] frame, int bits, int index, Duration pause) {
    for (int i = 0; i < bits; i++) {
      if (i == index) {
        silence(pause);
      }
      pulse(bit(frame, i));
    }
    silence(REST);
  }

  /// One pulse, as from a spark.
  public void pulse(int line) {
    lines.accept(next(line));
  }

  /// The pulses of a frame, for who wants to spoil them himself; the simulator's clock goes past them.
  public List<EdgeEvent> pulses(byte[] frame, int bits) {
    List<EdgeEvent> pulses = new ArrayList<>();
    for (int i = 0; i < bits; i++) {
      pulses.add(next(bit(frame, i)));
    }
    return pulses;
  }

  private EdgeEvent next(int line) {
    EdgeEvent pulse = new EdgeEvent(line, nanos, ++sequence);
    nanos += intervalNanos;
    return pulse;
  }

  private static int bit(byte[] frame, int index) {
    return frame[index / 8] >> (7 - index % 8) & 1;
  }
}
