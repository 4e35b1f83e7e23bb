package dev.punchpost.kiosk.health;

/// The running service's live state.
@FunctionalInterface
public interface StatusSource {
  /// Any thread. Reads counters and marks only, so that asking often costs a punch nothing.
  Status now();
}
