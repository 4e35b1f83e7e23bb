package dev.punchpost.kiosk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.cli.ConfigSource.Configuration;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.control.ControlServer;
import dev.punchpost.kiosk.control.FakePunchStore;
import dev.punchpost.kiosk.control.Operations;
import dev.punchpost.kiosk.control.Recorders;
import dev.punchpost.kiosk.evidence.Evidence;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Draft;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandTreeTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakePunchStore store = new FakePunchStore(5);
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> runs = new ArrayList<>();
  private final List<Path> became = new ArrayList<>();
  private List<String> mistakes = List.of();
  private List<Path> sockets = List.of();
  private Optional<StoreException.Kind> storeFails = Optional.empty();
  private OutputStream stdout = out;
  private byte[] stdin = {};
  private Path folder = Path.of("/");
  private Path data = Path.of("/");
  private Path config = Path.of("/");

  @BeforeEach
  void folders() throws IOException {
    folder = Files.createTempDirectory(Path.of("/tmp"), "pp"); // short, for the socket's path
    data = Files.createDirectory(folder.resolve("data"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createFile(data.resolve("something"));
    config = Files.createFile(folder.resolve("p.toml"));
  }

  @AfterEach
  void clean() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Settings settings() {
    return new Settings(new Settings.Terminal("plant-a", "door-1", ZoneId.of("Europe/Madrid"), "en"),
        List.of(
            new Settings.Rdm6300(new ReaderName("front"), folder.resolve("tty").toString(), Duration.ofMillis(300))),
        new Settings.Store(data, 1),
        new Settings.Mqtt(List.of(new BrokerUrl(false, "127.0.0.1", 1)), Optional.empty(), Duration.ofSeconds(30),
            Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(60)),
        new Settings.Control(data.resolve("s"), Optional.empty()),
        new Settings.Punch(Duration.ofSeconds(60), Duration.ofHours(16), 64), new Settings.LogPanel(),
        new Settings.Clock(20, Settings.Rtc.AUTO));
  }

  private Draft draft(Content content) {
    Reading now = new Reading(Instant.EPOCH, 0, "boot", ClockState.UNSET, OptionalLong.empty());
    return new Draft(new EntryId(new UUID(1, 2)), now, now, content);
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of("--config", config.toString()));
    all.addAll(List.of(args));
    return new CommandTree(new Surroundings(new ByteArrayInputStream(stdin), stdout, err, environment,
        _ -> mistakes.isEmpty()
            ? new Configuration.Good(settings(), origin -> origin ? "a = 1  # default\n" : "a = 1\n")
            : new Configuration.Bad(mistakes, sockets),
        _ -> {
          if (storeFails.isPresent()) {
            throw new StoreException(storeFails.get(), "the store is held by process 42", null);
          }
          return store;
        }, became::add, this::draft, (file, service) -> {
          runs.add(file + " " + service);
          return 7;
        }, _ -> (url, _) -> {
          throw new LinkException(LinkException.Kind.REFUSED, "no " + url, null);
        }, () -> new Reading(Instant.EPOCH, 0, "boot", ClockState.HOLDOVER, OptionalLong.empty())))
        .execute(all.toArray(String[]::new));
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }

  private ControlServer service() throws IOException {
    return new ControlServer(data.resolve("s"), Optional.empty(), new Operations(store, () -> {
      throw new IllegalStateException("no status here");
    }, ZoneId.of("Europe/Madrid"), _ -> {}, Recorders.workers(store)), ControlServer.Limits.defaults(), Pause.real());
  }

  @Test
  void whatIsSetAsideIsListedAndSentAgainAlsoOnAStoppedTerminal() {
    assertEquals(0, run("outbox", "list"), err());
    assertEquals("nothing is set aside\n", out());
    store.setAside.add(7, 0x99, 2, Instant.parse("2026-11-20T08:00:00Z"));
    assertEquals(0, run("outbox", "list"), err());
    assertTrue(out().contains("7  dev.punchpost.punch.v1") && out().contains("payload format invalid (0x99)")
        && out().contains("2026-11-20 09:00:00 +01:00"), out());
    assertEquals(65, run("outbox", "retry", "8"));
    assertEquals("entry 8 is not set aside\n", err());
    assertEquals(64, run("outbox", "retry", "all"));
    assertEquals(0, run("outbox", "retry", "7"), err());
    assertTrue(store.setAside.list().getFirst().again());
    assertEquals(0, run("outbox", "list"), err());
    assertTrue(out().contains("is sent again"), out());
  }

  @Test
  void aRunningServiceIsToldThatEntriesAreWantedAgain() throws IOException {
    store.setAside.add(7, 0x99, 2, Instant.parse("2026-11-20T08:00:00Z"));
    AtomicInteger told = new AtomicInteger();
    Operations operations = new Operations(store, () -> {
      throw new IllegalStateException("no status here");
    }, ZoneId.of("Europe/Madrid"), _ -> {}, new Evidence(store, Optional.empty(), ZoneOffset.UTC, Instant::now),
        Recorders.workers(store), told::incrementAndGet);
    try (ControlServer server = new ControlServer(data.resolve("s"), Optional.empty(), operations,
        ControlServer.Limits.defaults(), Pause.real())) {
      assertEquals(0, run("outbox", "retry"), err());
      assertTrue(out().startsWith("1 entry is sent again"), out());
      assertEquals(1, told.get());
    }
  }

  @Test
  void theVersionIsTheProjects() {
    assertEquals(0, run("--version"));
    assertTrue(out().matches("punchpost \\d+\\.\\d+\\.\\d+\\S*\\n"), out());
  }

  @Test
  void aWrongCommandLineEndsWith64AndAShortUsage() {
    for (String[] wrong : new String[][]{{}, {"--bogus"}, {"status", "--bogus"}, {"roster"}, {"punches"}, {"config"},
      {"dance"}, {"roster", "import"}, {"worker"}, {"correct"}, {"correct", "void", "1"}, {"worker", "erase", "1"},
      {"correct", "add", "--worker", "1", "--kind", "IN", "--by", "7", "--reason", "why"},
      {"punches", "export", "--format", "xml"}, {"status", "extra"}}) {
      assertEquals(64, run(wrong), String.join(" ", wrong));
      assertTrue(err().startsWith("punchpost: ") && err().contains("Usage: punchpost"), err());
      assertTrue(err().lines().count() <= 6, err());
      assertEquals("", out());
    }
  }

  @Test
  void everyCommandTakesConfigAndHelp() {
    for (String command : List.of("run", "status", "roster import", "roster list", "roster export", "outbox list",
        "outbox retry", "punches list",
        "punches export", "worker show", "worker pin", "worker role", "worker erase", "correct void", "correct replace",
        "correct add", "correct assign", "config check", "config show", "doctor", "completion", "demo", "bench")) {
      List<String> args = new ArrayList<>(List.of(command.split(" ")));
      args.addAll(List.of("--config", "/nowhere", "--help"));
      assertEquals(0, run(args.toArray(String[]::new)), command + err());
      assertTrue(out().contains("--config=FILE"), out());
    }
  }

  @Test
  void theConfigurationMayBeNamedBeforeAndAfterTheCommand() {
    assertEquals(7, run("run"));
    assertEquals(7, run("run", "--service", "--config", "/other.toml"));
    assertEquals(List.of(config + " false", "/other.toml true"), runs);
  }

  @Test
  void anInteractiveRunWithABadFileTellsAllMistakesAndAServiceGoesOn() {
    mistakes = List.of("p.toml:1: a: bad", "p.toml:2: b: bad");
    assertEquals(78, run("run"));
    assertEquals("p.toml:1: a: bad\np.toml:2: b: bad\npunchpost: the configuration has 2 mistakes\n", err());
    assertEquals(List.of(), runs);
    assertEquals(7, run("run", "--service"));
  }

  @Test
  void theConfigurationIsCheckedAndShown() {
    assertEquals(0, run("config", "check"));
    assertEquals(0, run("config", "show"));
    assertEquals("a = 1\n", out());
    assertEquals(0, run("config", "show", "--origin"));
    assertEquals("a = 1  # default\n", out());
    mistakes = List.of("p.toml:1: a: bad");
    assertEquals(78, run("config", "check"));
    assertEquals(78, run("config", "show"));
    assertTrue(err().contains("p.toml:1: a: bad"), err());
  }

  @Test
  void aModuleThatIsNotHereIsExplained() {
    assertEquals(69, run("demo", "--headless", "--taps", "5"));
    assertTrue(err().contains("punchpost-demo"), err());
    assertEquals(69, run("bench", "tap"));
  }

  @Test
  void theCompletionScriptKnowsTheCommands() {
    assertEquals(0, run("completion"));
    assertTrue(out().contains("roster") && out().contains("complete -F"), "a bash script");
  }

  @Test
  void aStoppedTerminalTellsWhatItsStoreHolds() throws IOException {
    assertEquals(0, run("status", "--json"), err());
    JsonNode status = new ObjectMapper().readTree(out());
    assertEquals(List.of("version", "site", "terminal", "running", "uptime", "ledger", "lastSequence",
        "deliveredThrough", "waiting", "quarantined", "ledgerKey", "head", "mqtt", "readers", "panel", "door",
        "contacts", "keypads", "battery", "indicator", "board",
        "clock",
        "roster", "disk",
        "config", "bootId", "tzdata"),
        status.properties().stream().map(Map.Entry::getKey).toList());
    assertFalse(status.get("running").asBoolean());
    assertEquals(FakePunchStore.LEDGER.toString(), status.get("ledger").asText());
    assertEquals(2, status.get("waiting").asLong());
    assertEquals("stopped", status.at("/readers/0/state").asText());
    assertEquals("good", status.at("/config/state").asText());
    assertTrue(status.at("/disk/free").asLong() > 0);
    assertEquals(1, store.closed.get());
    assertEquals(0, run("status"));
    assertTrue(out().contains("plant-a/door-1, stopped") && out().contains("2 waiting"), out());
  }

  @Test
  void aTerminalThatNeverRanHasNoStoreAndGetsNone() throws IOException {
    Files.delete(data.resolve("something"));
    storeFails = Optional.of(StoreException.Kind.FAILED);
    assertEquals(0, run("status"), err());
    assertTrue(out().contains("no store"), out());
    assertEquals(66, run("punches", "list"));
    Files.delete(data);
    assertEquals(0, run("status"), err());
    assertEquals(66, run("roster", "export"));
    Files.createDirectory(data);
  }

  @Test
  void withABadConfigurationTheStatusSaysSoAndOtherCommandsEndWith78() throws IOException {
    mistakes = List.of("p.toml:1: a: bad");
    assertEquals(0, run("status", "--json"));
    JsonNode status = new ObjectMapper().readTree(out());
    assertEquals("bad", status.at("/config/state").asText());
    assertEquals("p.toml:1: a: bad", status.at("/config/mistakes/0").asText());
    assertEquals(78, run("roster", "list"));
  }

  @Test
  void withABadConfigurationTheServiceThatGoesOnIsFound() throws IOException {
    mistakes = List.of("p.toml:1: a: bad");
    sockets = List.of(folder.resolve("none"), data.resolve("s"));
    try (ControlServer _ = service()) {
      assertEquals(0, run("punches", "list"), err());
      assertEquals(6, out().lines().count());
    }
  }

  @Test
  void aRunningServiceDoesItAndTheStoreIsNotOpenedTwice() throws IOException {
    storeFails = Optional.of(StoreException.Kind.IN_USE);
    try (ControlServer _ = service()) {
      assertEquals(0, run("punches", "list"), err());
      assertEquals(64, run("punches", "list", "--from", "yesterday"));
      assertTrue(err().contains("RFC 3339"), err());
      assertEquals(70, run("status"), "its failure is the service's");
      assertEquals(0, run("--socket", data.resolve("s").toString(), "roster", "list"), err());
    }
    assertEquals(75, run("punches", "list"));
    assertTrue(err().contains("process 42") && err().contains("does not answer"), err());
    assertEquals(75, run("--socket", data.resolve("s").toString(), "roster", "list"));
  }

  @Test
  void aRosterIsImportedAsAWholeOrNotAtAllAndEnteredIntoTheLedger() throws IOException {
    Path file = folder.resolve("r.csv");
    Files.writeString(file, "\uFEFFworker,name,badge\r\n1,Żaneta,0F002EC3E3\r\n2,Bo,\r\n");
    assertEquals(0, run("roster", "import", file.toString()), err());
    assertEquals("roster version 1 is in force: 2 workers, 1 badges\n", out());
    assertEquals(List.of(new Content.RosterApplied(1, 2, 1)), store.appended);
    Files.writeString(file, "worker,name,badge\n3,Cy,em:1\n,Di,\n");
    assertEquals(65, run("roster", "import", "--merge", file.toString()));
    assertTrue(err().startsWith(file + ":2: badge: ") && err().contains(file + ":3: worker: "), err());
    assertEquals(0, run("roster", "list"));
    assertTrue(out().contains("Żaneta") && out().contains("em:…E3") && !out().contains("0F002EC3E3"), out());
    assertEquals(0, run("roster", "export"));
    assertEquals("worker,name,badge,language,roles\n1,Żaneta,em:0F002EC3E3,,\n2,Bo,,,\n", out());
    stdin = out.toByteArray();
    assertEquals(0, run("roster", "import", "-"), err());
  }

  @Test
  void aRosterFileThatIsNotThereOrNotUtf8IsRefused() throws IOException {
    assertEquals(66, run("roster", "import", folder.resolve("none.csv").toString()));
    Path file = folder.resolve("r.csv");
    Files.write(file, new byte[]{'w', (byte) 0xE9});
    assertEquals(65, run("roster", "import", file.toString()));
    assertTrue(err().contains("not UTF-8"), err());
  }

  @Test
  void punchesAreListedInTheTerminalsZoneWithStrangersAmongThem() {
    assertEquals(0, run("punches", "list", "--from", "2026-11-20T08:00:01+01:00", "--to", "2026-11-20T07:00:03Z"));
    List<String> lines = out().lines().toList();
    assertEquals(3, lines.size(), out());
    assertTrue(lines.get(0).startsWith("time (Europe/Madrid)"), out());
    assertTrue(lines.get(1).startsWith("2026-11-20 08:00:01 +01:00") && lines.get(1).contains("-1002")
        && lines.get(1).contains("PREVIOUS_OUT_MISSING"), out());
    assertTrue(lines.get(2).contains("UNKNOWN_BADGE"), out());
    assertEquals(0, run("punches", "list", "--from", "2026-11-21"));
    assertEquals(1, out().lines().count());
    assertEquals(64, run("punches", "list", "--from", "2026-11-21", "--to", "2026-11-20"));
    assertEquals(64, run("punches", "export", "--to", "2026-13-01"));
  }

  @Test
  void punchesAreExportedAsCsvAndJsonLines() throws IOException {
    assertEquals(0, run("punches", "export"));
    assertEquals("2,2026-11-20T07:00:01Z,-1002,IN,front,em,PREVIOUS_OUT_MISSING,SYNCHRONISED,,Europe/Madrid,"
        + "2026-11-20T07:00:01Z,0190aaaa-bbbb-7ccc-0000-000000000002,,2026-11-20T08:00:01.000000+01:00,,,,,,,,,,",
        out().lines().toList().get(2));
    assertEquals("3,2026-11-20T07:00:02Z,,UNKNOWN_BADGE,front,,,SYNCHRONISED,,Europe/Madrid,2026-11-20T07:00:02Z,"
        + "0190aaaa-bbbb-7ccc-0000-000000000003,,2026-11-20T08:00:02.000000+01:00,,,,,,,,,,",
        out().lines().toList().get(3));
    Path file = folder.resolve("p.jsonl");
    Files.writeString(file, "old");
    assertEquals(0, run("punches", "export", "--format", "json", "--output", file.toString()), err());
    assertEquals(5, Files.readAllLines(file).size());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("", out());
  }

  @Test
  void anExportThatFailsLeavesTheOldFileAlone() throws IOException {
    Path file = folder.resolve("p.csv");
    Files.writeString(file, "old");
    assertEquals(64, run("punches", "export", "--from", "x", "--output", file.toString()));
    assertEquals("old", Files.readString(file));
    assertEquals(73, run("punches", "export", "--output", folder.resolve("no/p.csv").toString()));
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(path -> path.toString().endsWith(".part")));
    }
  }

  @Test
  void anOutputThatCannotBeWrittenIsNotPassedOver() {
    stdout = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("No space left on device");
      }
    };
    assertEquals(74, run("punches", "list"));
    assertEquals("punchpost: the output cannot be written: No space left on device\n", err());
  }

  @Test
  void aStoreOfAnotherUserIsOpenedByRootOnlyAndAsThatUser() throws IOException {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a folder away");
    Files.setAttribute(data, "unix:uid", 65534);
    assertEquals(0, run("punches", "list"), err());
    assertEquals(List.of(data), became);
  }

  @Test
  void anUnexpectedFaultIsOneLineUnlessDebuggingIsAskedFor() {
    storeFails = Optional.of(StoreException.Kind.PERMISSION);
    assertEquals(77, run("roster", "list"));
    assertEquals(1, err().lines().count());
    environment.put("PUNCHPOST_DEBUG", "1");
    assertEquals(77, run("roster", "list"));
    assertTrue(err().contains("  at dev.punchpost"), err());
  }

  @Test
  void theDoctorLooksAtEverythingAndEndsWith1WhenSomethingIsBroken() throws IOException {
    assertEquals(1, run("doctor", "--json"), err());
    JsonNode checks = new ObjectMapper().readTree(out());
    Map<String, String> levels = new HashMap<>();
    checks.forEach(check -> levels.put(check.get("name").asText(), check.get("level").asText()));
    assertEquals("OK", levels.get("config"));
    assertEquals("WARN", levels.get("service"));
    assertEquals("OK", levels.get("disk space"));
    assertEquals("FAIL", levels.get("reader front"));
    assertEquals("FAIL", levels.get("broker mqtt://127.0.0.1:1"));
    assertEquals("WARN", levels.get("clock"));
    mistakes = List.of("p.toml:1: a: bad");
    assertEquals(1, run("doctor"));
    assertTrue(out().startsWith("FAIL  config: p.toml:1: a: bad"), out());
  }
}
