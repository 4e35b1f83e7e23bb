package dev.punchpost.kiosk.store.derby;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/// Options for tests. The ticker goes one second on with each look, so that nothing waits to be tried again.
final class Stores {
  static final Instant NOW = Instant.parse("2026-11-20T10:11:12Z");

  private Stores() {}

  /// Lets Derby write without flushes in this JVM: a test whose process is not killed does not need them, and a build
  /// machine has better things to do.
  static void withoutFlushes() {
    System.setProperty("derby.system.durability", "test");
  }

  static StoreOptions options(Path directory) {
    AtomicLong ticks = new AtomicLong();
    return new StoreOptions(directory, "plant-a", "door-1", ZoneId.of("Europe/Madrid"), 1 << 20,
        () -> ticks.addAndGet(1_000_000), InstantSource.fixed(NOW));
  }
}
