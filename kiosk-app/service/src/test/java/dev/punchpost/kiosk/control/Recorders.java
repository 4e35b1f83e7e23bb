package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Supplier;

/// Recorders for tests.
public final class Recorders {
  private Recorders() {}

  /// What is asked about workers, where nothing is recorded and nobody asks for the time.
  public static WorkerOperations workers(PunchStore store) {
    return workers(store, () -> {
      throw new AssertionError("nobody asks for the time here");
    });
  }

  /// What is asked about workers, where nothing is recorded.
  public static WorkerOperations workers(PunchStore store, Supplier<Reading> clock) {
    return new WorkerOperations(store, new Recorder() {
      @Override
      public StoredEntry record(Content content) {
        throw new AssertionError("nothing is recorded here");
      }

      @Override
      public Reading now() {
        return clock.get();
      }
    }, ZoneId.of("Europe/Madrid"), Duration.ofHours(16), 4);
  }
}
