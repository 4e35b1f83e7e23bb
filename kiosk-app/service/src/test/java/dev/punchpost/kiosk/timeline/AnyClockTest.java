package dev.punchpost.kiosk.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import dev.punchpost.kiosk.timeline.SimulatedTerminal.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a clock does, what the terminal says of it is true: random histories of boots, synchronisations, lost
/// servers, steps of up to a year either way and restarts, with a quartz anywhere within its tolerance.
///
/// 60 histories; 5,000 with `-Dpunchpost.full=true` (some minutes). A history that fails is named by its seed.
class AnyClockTest {
  private static final int HISTORIES = Boolean.getBoolean("punchpost.full") ? 5_000 : 60;
  private static final Instant START = Instant.parse("2026-03-28T20:00:00Z");

  @TempDir
  Path directory = Path.of("");

  @Test
  void noPunchIsLostDoubledOrTurnedAndEveryStatedBoundHolds() throws IOException {
    for (int seed = 0; seed < HISTORIES; seed++) {
      live(seed);
    }
  }

  private void live(int seed) throws IOException {
    Random random = new Random(seed);
    SimulatedMachine machine = new SimulatedMachine(START);
    MemoryPunchStore.Medium medium = new MemoryPunchStore.Medium();
    machine.boot(Instant.EPOCH, random.nextInt(-20, 21));
    machine.pass(Duration.ofSeconds(20));
    // What is known without any wall clock: who is in, since when, and in which boot the last punch was.
    Map<Integer, Kind> last = new HashMap<>();
    Map<Integer, Duration> lastAt = new HashMap<>();
    try (SimulatedTerminal terminal = new SimulatedTerminal(machine,
        Files.createDirectory(directory.resolve("clock-" + seed)),
        () -> new MemoryPunchStore(medium))) {
      int ticks = 0;
      for (int step = 0; step < 60; step++) {
        machine.pass(Duration.ofMillis(random.nextLong(1, 40 * 60_000)));
        switch (random.nextInt(14)) {
          case 0 -> machine.synchronise(random.nextLong(-5_000, 5_000), 5_000);
          case 1 -> machine.loseSynchronisation();
          case 2 -> machine.step(Duration.ofSeconds(random.nextLong(-31_536_000, 31_536_000)));
          case 3 -> machine.step(Duration.ofMillis(random.nextLong(-4_000, 4_000)));
          case 4 -> terminal.restart(() -> machine.pass(Duration.ofSeconds(3)));
          case 5 -> {
            terminal.restart(() -> {
              machine.pass(Duration.ofMinutes(random.nextLong(1, 300)));
              machine.boot(random.nextBoolean() ? Instant.EPOCH : START, random.nextInt(-20, 21));
              machine.pass(Duration.ofSeconds(15));
            });
            lastAt.clear(); // a tap in another boot is never taken for a repetition unless both clocks are known
          }
          default -> {
            int worker = random.nextInt(SimulatedTerminal.WORKERS);
            Screen.Accepted tick = (Screen.Accepted) terminal.tap(worker);
            Duration now = machine.uptime();
            Duration before = lastAt.get(worker);
            if (before != null) {
              Duration elapsed = now.minus(before);
              boolean repeat = elapsed.compareTo(Duration.ofSeconds(60)) < 0;
              assertEquals(repeat, tick.repeat(), "repetition, seed " + seed);
              Kind expected = repeat
                  ? last.get(worker)
                  : last.get(worker) == Kind.IN && elapsed.compareTo(Duration.ofHours(16)) <= 0 ? Kind.OUT : Kind.IN;
              assertEquals(expected, tick.kind(), "direction, seed " + seed);
            }
            if (!tick.repeat()) {
              ticks++;
              last.put(worker, tick.kind());
              lastAt.put(worker, now);
            }
          }
        }
        if (random.nextInt(4) > 0) {
          terminal.watch();
        }
      }
      check(terminal, ticks, seed);
    }
  }

  private static void check(SimulatedTerminal terminal, int ticks, int seed) {
    List<Row> rows = terminal.export();
    assertEquals(ticks, rows.size(), "seed " + seed);
    assertEquals(rows.stream().map(Row::seq).sorted().toList(), rows.stream().map(Row::seq).toList());
    for (Row row : rows) {
      Instant truth = terminal.truth(row.seq());
      String what = "seed " + seed + ", true " + truth + ", " + row;
      if (row.best().isPresent() && row.uncertaintyMs().isPresent()) {
        Duration error = Duration.between(truth, row.best().get()).abs();
        assertTrue(error.compareTo(Duration.ofMillis(row.uncertaintyMs().getAsLong())) <= 0, what);
      }
      row.notBefore().ifPresent(bound -> assertFalse(truth.isBefore(bound), what));
      row.notAfter().ifPresent(bound -> assertFalse(truth.isAfter(bound), what));
    }
  }
}
