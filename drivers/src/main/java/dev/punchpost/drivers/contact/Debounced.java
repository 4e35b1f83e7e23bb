package dev.punchpost.drivers.contact;

import java.time.Duration;

/// What a contact is, once it has stopped bouncing. Pure; owned by one thread.
///
/// @param <T> what can be seen of it
public final class Debounced<T> {
  private final long steadyMicros;
  private T value;
  private T seen;
  private long sinceMicros;

  /// @param value what it is taken for at first
  /// @param steady how long something else must be seen
  public Debounced(T value, Duration steady) {
    this.value = value;
    seen = value;
    steadyMicros = steady.toNanos() / 1_000;
  }

  /// @return whether the value has changed
  public boolean accept(T now, long nowMicros) {
    if (!now.equals(seen)) {
      seen = now;
      sinceMicros = nowMicros;
    }
    if (seen.equals(value) || nowMicros - sinceMicros < steadyMicros) {
      return false;
    }
    value = seen;
    return true;
  }

  public T value() {
    return value;
  }
}
