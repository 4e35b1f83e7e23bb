package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `punchpost ledger` as its user runs it, on a running and on a stopped terminal.
class EvidenceEndToEndTest {
  @TempDir
  Path folder = Path.of("");

  @Test
  void aRunningAndAStoppedTerminalAreVerifiedAndExportedAndAForeignFileIsRefused() throws IOException {
    try (Site site = new Site(folder, "repeat-window = \"0s\"")) {
      Path key = folder.resolve("ledger.pem");
      assertEquals(66, ledger(site, "key").exit(), "made at the first start");
      String head;
      try (TerminalProcess terminal = site.start()) {
        for (int n = 1; n <= 5; n++) {
          int shown = n;
          site.badges().tap(n);
          await().until(() -> terminal.ticks().size() == shown);
        }
        TerminalProcess.Finished shownKey = ledger(site, "key");
        assertEquals(0, shownKey.exit(), shownKey.output());
        Files.writeString(key, shownKey.output());
        assertStarts(0, "intact: ledger ", ledger(site, "verify"));
        assertStarts(0, "intact: ledger ", ledger(site, "verify", "--key", key.toString()));
        JsonNode status = site.status();
        assertEquals(64, status.path("ledgerKey").asText().length());
        head = status.path("head").toString();
        assertEquals(status.path("lastSequence").asLong(), status.path("head").path("seq").asLong());
        await().until(() -> site.subscriber().count() >= status.path("lastSequence").asLong());
        assertTrue(site.subscriber().bySequence().values().stream()
            .anyMatch(e -> e.path("type").asText().equals("dev.punchpost.ledger.checkpoint.v1")));
        assertTrue(site.subscriber().bySequence().values().stream().map(entry -> entry.path("data"))
            .anyMatch(data -> data.path("seq").equals(status.path("head").path("seq"))
                && data.path("hash").equals(status.path("head").path("hash"))));
      }
      Path kept = Files.writeString(folder.resolve("head.json"), head);
      Path data = folder.resolve("data");
      assertStarts(0, "intact: ledger ", ledger(site, "verify", "--data", data.toString(), "--checkpoint",
          kept.toString()));
      assertStarts(0, "intact: ledger ", ledger(site, "verify", "--checkpoint", kept.toString()));
      Path export = folder.resolve("export.jsonl");
      assertEquals(0, ledger(site, "export", "--output", export.toString()).exit());
      assertStarts(0, "intact: ledger ", file(export, "--key", key.toString(), "--checkpoint", kept.toString()));
      assertTrue(file(export).output().contains(", signed through "
          + (Files.readAllLines(export).size() - 1) + ","), "the last entry of a clean run is a checkpoint");
      assertEquals(66, ledger(site, "export", "--from", "2001-01-01", "--to", "2001-02-01").exit());

      List<String> lines = Files.readAllLines(export);
      Files.writeString(folder.resolve("changed"), String.join("\n", lines).replaceFirst("\"w3\"", "\"w4\"") + "\n");
      assertStarts(1, "broken: entry ", file(folder.resolve("changed")));
      Files.write(folder.resolve("half"), java.util.Arrays.copyOf(Files.readAllBytes(export), 3_000));
      TerminalProcess.Finished half = file(folder.resolve("half"));
      assertStarts(1, "broken: entry ", half);
      assertTrue(half.output().contains(": truncated: "), half.output());
      assertStarts(65, "unreadable: ", file(site.config()));
      assertStarts(65, "unreadable: ", file(folder.resolve("nothing")));
      assertStarts(65, "punchpost: ", file(export, "--key", site.config().toString()));
      assertStarts(65, "punchpost: ", file(export, "--checkpoint", site.config().toString()));
      TerminalProcess.Finished stranger = file(export, "--key", "00".repeat(32));
      assertStarts(1, "broken: entry 1: wrong signer: ", stranger);
      assertStarts(65, "unreadable: ", ledger(site, "verify", "--data", folder.resolve("nowhere").toString()));
      assertEquals(64, ledger(site, "verify", "--data", ".", "--file", "x").exit());
    }
  }

  private static TerminalProcess.Finished ledger(Site site, String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of("ledger"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--config", site.config().toString()));
    return TerminalProcess.run(all.toArray(String[]::new));
  }

  /// Without a configuration, as on another computer.
  private static TerminalProcess.Finished file(Path file, String... more) {
    List<String> all = new java.util.ArrayList<>(List.of("ledger", "verify", "--file", file.toString()));
    all.addAll(List.of(more));
    return TerminalProcess.run(all.toArray(String[]::new));
  }

  private static void assertStarts(int exit, String start, TerminalProcess.Finished finished) {
    assertEquals(exit, finished.exit(), finished.output());
    assertTrue(finished.output().startsWith(start), finished.output());
  }
}
