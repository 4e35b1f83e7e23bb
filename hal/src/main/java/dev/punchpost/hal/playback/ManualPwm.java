package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.pwm.PwmChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A PWM channel that notes what it should play, and breaks when it is told to. Thread-safe.
public final class ManualPwm implements PwmChannel {
  /// @param hertz 0 for silence
  public record Tone(int hertz, int dutyPercent) {}

  private static final Tone SILENCE = new Tone(0, 0);

  private final List<Tone> played = new ArrayList<>();
  private Tone now = SILENCE;
  private Optional<Kind> fault = Optional.empty();
  private boolean closed;

  @Override
  public synchronized void play(int hertz, int dutyPercent) {
    become(new Tone(hertz, dutyPercent));
  }

  @Override
  public synchronized void stop() {
    become(SILENCE);
  }

  private void become(Tone tone) {
    if (fault.isPresent()) {
      throw new HalException(fault.get(), "PWM channel is broken, as its test says");
    }
    if (closed) {
      throw new HalException(Kind.IO, "PWM channel is closed");
    }
    now = tone;
    played.add(tone);
  }

  /// From now on every call fails, until it is empty.
  public synchronized void breakDown(Optional<Kind> kind) {
    fault = kind;
  }

  /// What sounds.
  public synchronized Tone now() {
    return now;
  }

  /// Everything that was asked for.
  public synchronized List<Tone> played() {
    return List.copyOf(played);
  }

  public synchronized boolean closed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    now = SILENCE;
  }
}
