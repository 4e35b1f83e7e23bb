package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.EntryView;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.LastPunch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that commits punches, with SIGKILL at a random punch, and looks whether every tick it gave is in the
/// ledger. Three rounds; 100 with `-Dpunchpost.full=true`. (That a commit reaches the device cannot be seen so: see the
/// count of flushes in docs/PERFORMANCE.md.)
class DerbyStoreKillTest {
  private static final int ROUNDS = Boolean.getBoolean("punchpost.full") ? 100 : 3;

  private static final Pattern TICK = Pattern.compile("tick ([0-9]+) ([0-9a-f-]{36})");

  @TempDir
  Path temporary = Path.of("");

  @Test
  void everyTickIsInTheLedgerAfterAKillAtARandomMoment() throws IOException, InterruptedException {
    Path data = temporary.resolve("data");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<Long, String> ticked = new LinkedHashMap<>();
    Map<Long, String> bodies = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      int before = ticked.size();
      ticked.putAll(runAndKill(data, 1 + random.nextInt(400)));
      assertTrue(ticked.size() > before, "the child gave no tick");
      List<StoredEntry> ledger = read(data);
      String where = "round " + round + ", seed " + seed;
      for (int i = 0; i < ledger.size(); i++) {
        assertEquals(i + 1, ledger.get(i).seq(), where);
      }
      ticked.forEach((seq, id) -> {
        assertTrue(seq <= ledger.size(), "entry " + seq + " is lost, " + where);
        assertEquals(id, ledger.get((int) (seq - 1)).id().toString(), where);
      });
      for (StoredEntry entry : ledger) {
        String known = bodies.putIfAbsent(entry.seq(), entry.body());
        assertTrue(known == null || known.equals(entry.body()), "entry " + entry.seq() + " has changed, " + where);
      }
    }
  }

  private static Map<Long, String> runAndKill(Path data, int ticksToSee) throws IOException, InterruptedException {
    Process child = AppendUntilKilled.start(data, ProcessBuilder.Redirect.DISCARD);
    Map<Long, String> ticked = new LinkedHashMap<>();
    try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
      boolean killed = false;
      // What was printed before the kill is still in the pipe after it and counts as well.
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // The last line may be cut.
        Matcher tick = TICK.matcher(line);
        if (tick.matches()) {
          ticked.put(Long.parseLong(tick.group(1)), tick.group(2));
        }
        if (!killed && ticked.size() >= ticksToSee) {
          // Not Process.destroyForcibly, which closes the pipe with the last ticks in it.
          child.toHandle().destroyForcibly();
          killed = true;
        }
      }
    } finally {
      child.destroyForcibly();
    }
    child.waitFor();
    return ticked;
  }

  private static List<StoredEntry> read(Path data) {
    List<StoredEntry> entries = new ArrayList<>();
    try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
      assertTrue(store.setAside().isEmpty());
      store.reader().forEach(0, Optional.empty(), Optional.empty(), entries::add);
      assertEquals(entries.size(), store.committedThrough());
      Map<String, Long> newest = new HashMap<>();
      entries.forEach(entry -> newest.put(EntryView.of(entry).punch().orElseThrow().worker(), entry.seq()));
      newest.forEach((worker, seq) -> {
        LastPunch last = store.writer().lastPunch(new WorkerId(worker)).orElseThrow();
        assertEquals(seq, last.seq());
        assertEquals(entries.get((int) (seq - 1)).id(), last.id());
      });
    }
    return entries;
  }
}
