package dev.punchpost.kiosk.evidence;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.store.derby.DerbyLedgerFile;
import dev.punchpost.kiosk.store.derby.DerbyStore;
import dev.punchpost.kiosk.store.derby.StoreOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long verification and a start take: 20,000 entries in CI, without limits; 1,000,000 with
/// `-Dpunchpost.full=true`, when verification must take less than 30 s and a start must not walk the chain.
class MillionEntriesTest {
  @TempDir
  Path data = Path.of("");

  @Test
  void aMillionEntriesAreVerifiedWithinThirtySecondsAndAStartDoesNotWalkThem() throws IOException {
    boolean full = Boolean.getBoolean("punchpost.full");
    long entries = full ? 1_000_000 : 20_000;
    LedgerKey key = LedgerKey.make();
    Path export = data.resolve("export.jsonl");
    long opening;
    try (DerbyStore store = open()) {
      SampleLedger.fill(store, key, entries, 1_000);
    }
    long start = System.nanoTime();
    try (DerbyStore store = open()) {
      opening = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      try (BufferedWriter out = Files.newBufferedWriter(export)) {
        new Evidence(store, Optional.of(key), SampleLedger.MADRID, Instant::now).export(Optional.empty(),
            Optional.empty(), line -> write(out, line));
      }
    }
    LedgerVerification by = new LedgerVerification(List.of(key.publicKey()), List.of());
    start = System.nanoTime();
    Verdict file;
    try (InputStream in = Files.newInputStream(export)) {
      file = by.lines(in);
    }
    long fileMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    start = System.nanoTime();
    Verdict stored = by.rows(more -> DerbyLedgerFile.forEachRow(data, () -> 0, more));
    long storedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.out.printf("MillionEntriesTest: %,d entries, export of %,d MB verified in %,d ms, database in %,d ms, opened"
        + " in %,d ms%n", entries, Files.size(export) / 1_000_000, fileMillis, storedMillis, opening);
    assertInstanceOf(Verdict.Intact.class, file, file.words());
    assertInstanceOf(Verdict.Intact.class, stored, stored.words());
    if (full) {
      assertTrue(fileMillis < 30_000 && storedMillis < 30_000 && opening < 5_000);
    }
  }

  private DerbyStore open() {
    AtomicLong ticks = new AtomicLong();
    return DerbyStore.open(new StoreOptions(data, "plant-a", "door-1", SampleLedger.MADRID, 1 << 20,
        () -> ticks.addAndGet(1_000_000), Instant::now));
  }

  private static void write(BufferedWriter out, String line) {
    try {
      out.append(line).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
