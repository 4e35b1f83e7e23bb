package dev.punchpost.kiosk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.time.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A large roster over MQTT: taps go on while it is applied, and a process that is killed meanwhile has the old or the
/// new one afterwards. 4,000 workers in CI; 50,000 by
/// `mvn -pl kiosk-app/service -am verify -Dtest=SiteRosterLoadTest -Dpunchpost.full=true
/// -Dsurefire.failIfNoSpecifiedTests=false`, which prints how long taps took.
class SiteRosterLoadTest {
  private static final boolean FULL = Boolean.getBoolean("punchpost.full");
  private static final int WORKERS = FULL ? 50_000 : 4_000;
  private static final int CHUNK = 100_000;

  @TempDir
  Path folder;
  private final Random random = new Random(5);
  private int tapped;

  /// Workers of the small roster, by the same badges, and many more.
  private static String csv(String version) {
    StringBuilder csv = new StringBuilder("worker,name,badge,language\n");
    for (int n = 1; n <= WORKERS; n++) {
      csv.append('w').append(n).append(',').append(version).append(' ').append(n).append(',').append(Badges.badge(n))
          .append(",es\n");
    }
    return csv.toString();
  }

  private static boolean applied(Site site, String version) {
    return site.subscriber().bySequence().values().stream()
        .anyMatch(e -> e.path("type").asText().equals("dev.punchpost.roster.applied.v1")
            && e.path("data").path("siteVersion").asText().equals(version));
  }

  /// Taps one after the other, until it is enough.
  ///
  /// @return how long each took from the frame to the tick's line at the panel, in microseconds
  private List<Long> taps(Site site, TerminalProcess terminal, BooleanSupplier enough) throws InterruptedException {
    List<Long> micros = new ArrayList<>();
    while (!enough.getAsBoolean()) {
      int shown = terminal.ticks().size();
      long start = System.nanoTime();
      site.badges().tap(1 + tapped++ % Site.WORKERS);
      while (terminal.ticks().size() == shown) {
        assertTrue(System.nanoTime() - start < 10_000_000_000L, "no answer within 10 s");
        LockSupport.parkNanos(100_000);
      }
      micros.add((System.nanoTime() - start) / 1_000);
      Pause.real().pause(Duration.ofMillis(15));
    }
    return micros;
  }

  private static String figures(List<Long> micros) {
    Collections.sort(micros);
    return String.format(Locale.ROOT, "%d taps, p50 %d us, p99 %d us, longest %d us", micros.size(),
        micros.get(micros.size() / 2), micros.get((int) Math.ceil(micros.size() * 0.99) - 1), micros.getLast());
  }

  @Test
  void tapsGoOnWhileALargeRosterIsApplied() throws InterruptedException {
    try (Site site = new Site(folder, "repeat-window = \"0s\"");
        Central central = new Central(site.broker().port());
        TerminalProcess terminal = site.start()) {
      int warmUp = FULL ? 500 : 50;
      int before = FULL ? 1_000 : 100;
      taps(site, terminal, () -> tapped >= warmUp);
      List<Long> quiet = taps(site, terminal, () -> tapped >= warmUp + before);
      List<Long> meanwhile = new ArrayList<>();
      int rosters = FULL ? 5 : 1;
      long start = System.nanoTime();
      for (int n = 1; n <= rosters; n++) {
        String version = "load-" + n;
        central.roster(version, csv(version), CHUNK);
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        meanwhile.addAll(taps(site, terminal, () -> applied(site, version) || System.nanoTime() > end));
        assertTrue(applied(site, version), "applied");
      }
      System.out.println("quiet: " + figures(quiet));
      System.out.println(String.format(Locale.ROOT, "while %d rosters of %d workers came: %s; %.1f s each", rosters,
          WORKERS, figures(meanwhile), (System.nanoTime() - start) / 1e9 / rosters));
      String last = terminal.ticks().getLast().toString();
      assertTrue(last.contains("load-" + rosters), last);
    }
  }

  @Test
  void killedWhileALargeRosterIsAppliedItHasTheOldOrTheNewOne() throws InterruptedException {
    int rounds = FULL ? 20 : 3;
    int olds = 0;
    String old = "Worker ";
    int oldSize = Site.WORKERS;
    try (Site site = new Site(folder, "repeat-window = \"0s\""); Central central = new Central(site.broker().port())) {
      for (int round = 1; round <= rounds; round++) {
        String version = "cut-" + round;
        TerminalProcess terminal = site.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> site.status().path("mqtt").path("connected").asBoolean());
        central.roster(version, csv(version), CHUNK);
        Pause.real().pause(Duration.ofMillis(random.nextInt(FULL ? 70_000 : 5_000)));
        terminal.kill();
        TerminalProcess.Finished export = TerminalProcess.run("roster", "export", "--config", site.config().toString());
        assertEquals(0, export.exit(), export.output());
        List<String> rows = export.output().lines().filter(line -> line.matches("w[0-9]+,.*")).toList();
        String name = old;
        boolean isOld = rows.size() == oldSize && rows.stream().allMatch(row -> row.contains("," + name));
        boolean isNew = rows.size() == WORKERS && rows.stream().allMatch(row -> row.contains("," + version + " "));
        assertTrue(isOld ^ isNew, "round " + round + ": " + rows.size() + " rows, such as " + rows.getFirst());
        olds += isOld ? 1 : 0;
        try (TerminalProcess _ = site.start()) {
          await().atMost(Duration.ofMinutes(3)).until(() -> applied(site, version));
        }
        old = version + " ";
        oldSize = WORKERS;
      }
    }
    System.out.println(rounds + " cuts: " + olds + " times the old roster, " + (rounds - olds) + " times the new one");
  }
}
