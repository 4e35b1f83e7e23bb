package dev.punchpost.kiosk.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.evidence.Verdict.Broken;
import dev.punchpost.kiosk.evidence.Verdict.Change;
import dev.punchpost.kiosk.store.LedgerRow;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes exports in every way, and asks Java and the independent Python script: both must name the change, and agree.
/// 200 changed bytes in CI, 5000 with `-Dpunchpost.full=true`.
class TamperTest {
  private static final int ENTRIES = 60;
  private static final int BETWEEN = 15;

  @TempDir
  Path folder = Path.of("");
  private final LedgerKey key = LedgerKey.make();
  private final MemoryPunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium());
  private final Random random = new Random(20_261_121);
  private final List<Verdict> verdicts = new ArrayList<>();
  private List<String> export = List.of();
  private PythonVerifier python;

  @BeforeEach
  void fill() throws IOException, InterruptedException {
    python = new PythonVerifier(folder);
    SampleLedger.fill(store, key, ENTRIES, BETWEEN);
    export = SampleLedger.export(store, key);
    assertEquals(ENTRIES + 1, export.size());
  }

  /// Verifies in Java now and in Python later.
  private Verdict verify(byte[] content, String... more) throws IOException {
    Path file = Files.write(folder.resolve("case-" + verdicts.size()), content);
    List<String> arguments = new ArrayList<>(List.of("--file", file.toString(), "--key", key.publicKey().hex()));
    arguments.addAll(List.of(more));
    python.add(arguments.toArray(String[]::new));
    String claims = more.length == 0 ? "" : Files.readString(Path.of(more[1]));
    Verdict verdict = LedgerVerification.of(List.of(key.publicKey().hex()), claims)
        .lines(new ByteArrayInputStream(content));
    verdicts.add(verdict);
    return verdict;
  }

  private Verdict verify(List<String> lines, String... more) throws IOException {
    return verify((String.join("\n", lines) + "\n").getBytes(UTF_8), more);
  }

  private void pythonAgrees() throws IOException, InterruptedException {
    List<PythonVerifier.Answer> answers = python.run();
    assertEquals(verdicts.size(), answers.size());
    for (int i = 0; i < answers.size(); i++) {
      PythonVerifier.Answer answer = answers.get(i);
      switch (verdicts.get(i)) {
        case Verdict.Intact intact -> assertEquals(new PythonVerifier.Answer(0, intact.words()), answer);
        case Broken broken -> {
          assertEquals(1, answer.exit(), "case " + i + ": " + broken.words() + " / " + answer.line());
          String start = broken.words().substring(0, broken.words().indexOf(": ", "broken: entry ".length()) + 2)
              + broken.change().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ":";
          assertTrue(answer.line().startsWith(start), "case " + i + ": " + broken.words() + " / " + answer.line());
        }
        case Verdict.Unreadable unreadable ->
          assertEquals(65, answer.exit(), unreadable.words() + " / " + answer.line());
      }
    }
    System.out.printf("TamperTest: %d cases, Java and Python agree%n", answers.size());
  }

  private static void assertBroken(long seq, Change change, Verdict verdict) {
    Broken broken = assertInstanceOf(Broken.class, verdict, verdict.words());
    assertEquals(change, broken.change(), broken.words());
    assertEquals(seq, broken.seq(), broken.words());
  }

  @Test
  void anUntouchedExportIsIntactWholeOrAsPublishedEntries() throws IOException, InterruptedException {
    assertInstanceOf(Verdict.Intact.class, verify(export));
    Verdict.Intact bare = assertInstanceOf(Verdict.Intact.class, verify(export.subList(1, export.size())));
    assertEquals(store.head(), bare.head());
    assertEquals(ENTRIES - 1, bare.signedThrough());
    pythonAgrees();
  }

  @Test
  void anyChangedByteOfAnyEntryIsNamed() throws IOException, InterruptedException {
    int rounds = Boolean.getBoolean("punchpost.full") ? 5_000 : 200;
    for (int i = 0; i < rounds; i++) {
      int seq = 1 + random.nextInt(ENTRIES);
      byte[] content = (String.join("\n", export) + "\n").getBytes(UTF_8);
      int from = String.join("\n", export.subList(0, seq)).getBytes(UTF_8).length + 1;
      int at = from + random.nextInt(export.get(seq).getBytes(UTF_8).length);
      content[at] ^= (byte) (1 + random.nextInt(255));
      assertBroken(seq, Change.ALTERED, verify(content));
    }
    pythonAgrees();
  }

  @Test
  void removedDoubledMovedAndSwappedEntriesAreNamed() throws IOException, InterruptedException {
    for (int i = 0; i < 25; i++) {
      int seq = 1 + random.nextInt(ENTRIES - 1);
      int other = seq + 1 + random.nextInt(ENTRIES - seq);
      List<String> lines = new ArrayList<>(export);
      lines.remove(seq);
      assertBroken(seq, Change.MISSING, verify(lines));

      lines = new ArrayList<>(export);
      lines.add(other, lines.get(seq));
      assertBroken(seq, Change.INSERTED, verify(lines));

      lines = new ArrayList<>(export);
      lines.add(seq, lines.get(other));
      assertBroken(other, Change.INSERTED, verify(lines));

      lines = new ArrayList<>(export);
      Collections.swap(lines, seq, other);
      assertBroken(seq, Change.REORDERED, verify(lines));

      lines = new ArrayList<>(export);
      lines.add(seq, lines.remove(other));
      assertBroken(seq, Change.REORDERED, verify(lines));

      lines = new ArrayList<>(export.subList(1, export.size()));
      Collections.swap(lines, 0, 1);
      assertBroken(1, Change.REORDERED, verify(lines));
      assertBroken(1, Change.MISSING, verify(export.subList(1 + seq, export.size())));
    }
    pythonAgrees();
  }

  @Test
  void aCutTailIsFoundByTheSignedFirstLineOrByACheckpointThatWasKept() throws IOException, InterruptedException {
    byte[] whole = (String.join("\n", export) + "\n").getBytes(UTF_8);
    int header = export.getFirst().getBytes(UTF_8).length + 1;
    for (int i = 0; i < 40; i++) {
      int cut = header + random.nextInt(whole.length - header - 1);
      Broken broken = assertInstanceOf(Broken.class, verify(Arrays.copyOf(whole, cut)));
      assertEquals(Change.TRUNCATED, broken.change());
    }
    for (String kept : List.of(export.get(ENTRIES), export.getFirst(), "{\"running\": true, \"head\": {\"ledger\": \""
        + store.ledger() + "\", \"seq\": " + ENTRIES + ", \"hash\": \"" + store.head().hash() + "\"}}")) {
      Path file = Files.writeString(folder.resolve("kept-" + kept.length()), kept);
      assertBroken(51, Change.TRUNCATED, verify(export.subList(1, 51), "--checkpoint", file.toString()));
      assertInstanceOf(Verdict.Intact.class, verify(export, "--checkpoint", file.toString()));
    }
    assertInstanceOf(Verdict.Intact.class, verify(export.subList(1, 51)));
    pythonAgrees();
  }

  @Test
  void aForgedEntryWithItsOwnHashIsNamedByTheNextOneAndAWholeForgedChainByTheSignature()
      throws IOException, InterruptedException {
    for (int seq : new int[]{1, 7, 20, 44}) {
      List<String> lines = new ArrayList<>(export);
      lines.set(seq, Forgery.of(export.get(seq), Forgery.prev(export.get(seq))));
      assertBroken(seq, Change.ALTERED, verify(lines));
      List<String> chain = new ArrayList<>(lines.subList(1, lines.size()));
      for (int i = seq; i < chain.size(); i++) {
        chain.set(i, Forgery.of(chain.get(i), Forgery.hash(chain.get(i - 1))));
      }
      Broken broken = assertInstanceOf(Broken.class, verify(chain));
      assertTrue(broken.seq() <= seq && broken.seq() > seq - BETWEEN - 1, broken.words());
    }
    pythonAgrees();
  }

  @Test
  void anotherSignerIsNamed() throws IOException, InterruptedException {
    LedgerKey stranger = LedgerKey.make();
    MemoryPunchStore other = new MemoryPunchStore(new MemoryPunchStore.Medium());
    SampleLedger.fill(other, stranger, 40, BETWEEN);
    List<String> lines = SampleLedger.export(other, stranger);
    assertBroken(1, Change.WRONG_SIGNER, verify(lines));
    assertBroken(15, Change.WRONG_SIGNER, verify(lines.subList(1, lines.size())));
    assertBroken(1, Change.WRONG_SIGNER, verify(lines.subList(1, 11)));
    List<String> mixed = new ArrayList<>(export);
    mixed.add(10, lines.get(10));
    assertBroken(10, Change.INSERTED, verify(mixed));
    pythonAgrees();
  }

  @Test
  void whatIsNoExportIsUnreadable() throws IOException, InterruptedException {
    for (String content : List.of("", "\n", "hello\n", "{}\n", "[1]\n", export.getFirst().substring(0, 40),
        export.get(1).substring(0, 100), "{\"a\":" + "[".repeat(20_000) + "\n")) {
      assertInstanceOf(Verdict.Unreadable.class, verify(content.getBytes(UTF_8)), content);
    }
    pythonAgrees();
  }

  @Test
  void aColumnBesideAnEntryThatDoesNotSayTheSameIsNamed() {
    List<BiFunction<LedgerRow, Integer, LedgerRow>> changes = List.of(
        (r, i) -> new LedgerRow(r.seq() + i, r.id(), r.type(), r.atMicros(), r.body()),
        (r, _) -> new LedgerRow(r.seq(), r.id().replace('7', '8'), r.type(), r.atMicros(), r.body()),
        (r, i) -> new LedgerRow(r.seq(), r.id(), r.type() + i, r.atMicros(), r.body()),
        (r, i) -> new LedgerRow(r.seq(), r.id(), r.type(), r.atMicros() + i, r.body()));
    LedgerVerification by = new LedgerVerification(List.of(key.publicKey()), List.of());
    for (BiFunction<LedgerRow, Integer, LedgerRow> change : changes) {
      long seq = 1 + random.nextInt(ENTRIES);
      assertBroken(seq, Change.ALTERED, by.rows(more -> store.reader().forEachRow(1, ENTRIES,
          row -> more.test(row.seq() == seq ? change.apply(row, 1 + random.nextInt(99)) : row))));
    }
  }

  @Test
  void anExportReadTwiceHoldsEachEntryOnce() {
    var once = new java.util.LinkedHashSet<>(export.subList(1, export.size()).stream()
        .map(line -> dev.punchpost.kiosk.ledger.EntryView.of(line).id()).toList());
    var twice = new java.util.LinkedHashSet<>(once);
    export.subList(1, export.size()).forEach(line -> twice.add(dev.punchpost.kiosk.ledger.EntryView.of(line).id()));
    assertEquals(once, twice);
    assertEquals(export.subList(1, export.size()), SampleLedger.export(store, key).subList(1, export.size()));
    assertEquals(Optional.of(key.publicKey()),
        new Evidence(store, Optional.of(key), SampleLedger.MADRID, () -> java.time.Instant.EPOCH).key());
  }
}
