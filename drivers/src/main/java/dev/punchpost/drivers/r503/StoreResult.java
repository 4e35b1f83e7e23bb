package dev.punchpost.drivers.r503;

/// Whether a template found its place in a module.
public sealed interface StoreResult {
  record Stored(int place) implements StoreResult {}

  /// No place is free.
  ///
  /// @param capacity places of the module
  record Full(int capacity) implements StoreResult {}

  /// The module has no such place.
  ///
  /// @param capacity places of the module: they are 0 .. capacity - 1
  record NoSuchPlace(int place, int capacity) implements StoreResult {}
}
