package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.PunchStore;
import java.time.Duration;
import java.time.ZoneId;

/// Recorders for tests.
public final class Recorders {
  private Recorders() {}

  /// What is asked about workers, where nothing is recorded.
  public static WorkerOperations workers(PunchStore store) {
    return new WorkerOperations(store, new Recorder() {
      @Override
      public StoredEntry record(Content content) {
        throw new AssertionError("nothing is recorded here");
      }

      @Override
      public Reading now() {
        throw new AssertionError("nobody asks for the time here");
      }
    }, ZoneId.of("Europe/Madrid"), Duration.ofHours(16), 4);
  }
}
