package dev.punchpost.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchpost.kiosk.cli.Subcommand;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.ForwarderOptions;
import dev.punchpost.kiosk.forward.paho.BarePublisher;
import dev.punchpost.kiosk.forward.paho.ConnectOptions;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `punchpost bench`: figures, each with its ratio to a floor that was measured in the same run.
@Command(name = "bench", description = "Measure. Every figure comes with its ratio to a floor from the same run.", subcommands = {
  BenchCommand.Tap.class, BenchCommand.Light.class, BenchCommand.Drain.class, BenchCommand.Start.class,
  BenchCommand.Memory.class,
  BenchCommand.Readers.class, BenchCommand.Floor.class})
public final class BenchCommand implements Subcommand {
  static final int ENTRY_BYTES = 780;
  private static final int USAGE = 64;
  private static final int UNAVAILABLE = 69;
  private static final int ROUNDS = 6;

  @Override
  public Object command() {
    return new BenchCommand();
  }

  /// What every measurement takes and prints.
  abstract static class Measurement implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR", defaultValue = ".", description = "Measure on this file system (default: the current folder).")
    Path directory = Path.of(".");

    @Option(names = "--broker", paramLabel = "URL", description = "Broker (default: a mosquitto of our own, if it is installed).")
    @Nullable
    String broker;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Spec
    @Nullable
    CommandSpec spec;

    final ObjectNode figures = new ObjectMapper().createObjectNode();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
      int code;
      try (Workbench bench = new Workbench(directory)) {
        code = measure(bench);
      }
      if (json) {
        out().println(figures.toPrettyString());
      }
      return code;
    }

    abstract int measure(Workbench bench) throws IOException, InterruptedException, SQLException;

    PrintWriter out() {
      return Objects.requireNonNull(spec).commandLine().getOut();
    }

    void latencies(String name, String words, Latencies latencies) {
      latencies.into(figures.putObject(name));
      say(String.format(Locale.ROOT, "%-42s %s", words, latencies));
    }

    void rate(String name, String words, double perSecond) {
      figures.put(name, perSecond);
      say(String.format(Locale.ROOT, "%-42s %,.0f messages/s", words, perSecond));
    }

    void ratio(String name, String words, double value) {
      figures.put(name, value);
      say(String.format(Locale.ROOT, "%-42s %.2f", words, value));
    }

    private void say(String line) {
      if (!json) {
        out().println(line);
        out().flush();
      }
    }

    /// The same payload size, the same options and the same window as the terminal's.
    static double bare(BenchBroker broker, int messages) {
      ConnectOptions options = new ConnectOptions("bench.bare", Duration.ofSeconds(30), Duration.ofSeconds(10),
          broker.tls().map(tls -> new TlsFiles(tls.ca(), tls.certificate(), tls.key())));
      return BarePublisher.messagesPerSecond(broker.url(), options, "punchpost/v1/bench/bare/punch",
          messages, ENTRY_BYTES, ForwarderOptions.DEFAULT_WINDOW);
    }

    Optional<BenchBroker> broker(Workbench bench, boolean mutualTls) throws IOException, InterruptedException {
      Optional<BenchBroker> found = BenchBroker.of(Optional.ofNullable(broker).map(BrokerUrl::parse), mutualTls,
          bench.folder());
      if (found.isEmpty()) {
        Objects.requireNonNull(spec).commandLine().getErr()
            .println("punchpost: no broker: install mosquitto, or name one with --broker mqtt://host:port");
      }
      return found;
    }
  }

  @Command(name = "tap", description = "From a badge's frame on a tty to the tick, beside a bare Derby insert.")
  static final class Tap extends Measurement {
    @Option(names = "--taps", paramLabel = "N", defaultValue = "3000", description = "Taps to measure (default: ${DEFAULT-VALUE}).")
    int taps = 3000;

    @Option(names = "--stored", paramLabel = "N", defaultValue = "1000", description = "Punches that the ledger holds already (default: ${DEFAULT-VALUE}).")
    long stored = 1000;

    @Option(names = "--pace", paramLabel = "MS", defaultValue = "5", description = "Milliseconds from a tick to the next tap, and between bare inserts; 0: back to back (default: ${DEFAULT-VALUE}).")
    int pace = 5;

    @Option(names = "--no-chain", description = "Beside it, the same without hashes and signatures, in turns.")
    boolean noChain;

    private int compare(Workbench bench, BrokerUrl url, int warmUp) throws IOException, InterruptedException {
      Latencies with = new Latencies();
      Latencies without = new Latencies();
      // In turns, each first as often as the other, so that what else the machine does falls on both.
      for (int round = 0; round < ROUNDS; round++) {
        boolean chained = round % 2 == 0;
        for (boolean first : new boolean[]{chained, !chained}) {
          try (Workbench own = new Workbench(directory)) {
            (first ? with : without)
                .add(TapBench.run(own, first, stored, url, Duration.ofMillis(pace), warmUp, taps / ROUNDS));
          }
        }
      }
      figures.put("stored", stored);
      latencies("tap", String.format(Locale.ROOT, "tap, %,d punches stored", stored), with);
      latencies("tapWithoutChain", "without hashes and signatures", without);
      ratio("chainedToUnchainedP99", "with / without, p99", with.p99Micros() / without.p99Micros());
      return 0;
    }

    @Override
    int measure(Workbench bench) throws IOException, InterruptedException, SQLException {
      int warmUp = Math.max(500, taps / 5);
      BrokerUrl nobody = new BrokerUrl(false, "127.0.0.1", 9);
      BrokerUrl url = broker == null ? nobody : BrokerUrl.parse(broker);
      if (noChain) {
        return compare(bench, url, warmUp);
      }
      Latencies tap = TapBench.run(bench, true, stored, url, Duration.ofMillis(pace), warmUp, taps);
      // After the taps, so that neither finds the disk's cache warmed by the other's file.
      Latencies insert = Floors.inserts(bench.folder(), ENTRY_BYTES, Duration.ofMillis(pace), warmUp, taps);
      figures.put("stored", stored);
      latencies("tap", String.format(Locale.ROOT, "tap, %,d punches stored", stored), tap);
      latencies("bareInsert", "bare Derby insert", insert);
      ratio("tapToBareInsertP99", "tap / bare insert, p99", tap.p99Micros() / insert.p99Micros());
      return 0;
    }
  }

  @Command(name = "light", description = "From a badge's frame on a tty to the first light, with a display that takes no time and with"
      + " one that takes 200 ms for each change.")
  static final class Light extends Measurement {
    private static final Duration SLOW = Duration.ofMillis(200);

    @Option(names = "--taps", paramLabel = "N", defaultValue = "1000", description = "Taps to measure with each (default: ${DEFAULT-VALUE}).")
    int taps = 1000;

    @Option(names = "--pace", paramLabel = "MS", defaultValue = "50", description = "Milliseconds from a light to the next tap (default: ${DEFAULT-VALUE}).")
    int pace = 50;

    @Override
    int measure(Workbench bench) throws IOException, InterruptedException {
      int warmUp = Math.max(200, taps / 5);
      Latencies fast = LightBench.run(bench, Duration.ZERO, Duration.ofMillis(pace), warmUp, taps);
      Latencies slow;
      try (Workbench other = new Workbench(directory)) {
        slow = LightBench.run(other, SLOW, Duration.ofMillis(pace), warmUp, taps);
      }
      latencies("light", "badge to light", fast);
      latencies("lightSlowDisplay", "the same, a display of 200 ms a frame", slow);
      ratio("slowToFastP99", "slow / fast display, p99", slow.p99Micros() / fast.p99Micros());
      return 0;
    }
  }

  @Command(name = "drain", description = "A stored backlog to the last PUBACK, beside a bare Paho publisher.")
  static final class Drain extends Measurement {
    private static final int WARM_UP = 50_000;

    @Option(names = "--stored", paramLabel = "N", defaultValue = "100000", description = "Punches to send (default: ${DEFAULT-VALUE}).")
    int stored = 100_000;

    @Option(names = "--tls", description = "Over mutual TLS, both of them (with our own broker only).")
    boolean tls;

    @Override
    int measure(Workbench bench) throws IOException, InterruptedException {
      if (tls && broker != null) {
        Objects.requireNonNull(spec).commandLine().getErr()
            .println("punchpost: --tls makes a broker of its own, so it goes without --broker");
        return USAGE;
      }
      Optional<BenchBroker> found = broker(bench, tls);
      if (found.isEmpty()) {
        return UNAVAILABLE;
      }
      try (BenchBroker used = found.get()) {
        // Each once before it counts: a JVM that is warm by then is nobody's advantage.
        bare(used, WARM_UP);
        try (Workbench other = new Workbench(bench.folder())) {
          DrainBench.run(other, WARM_UP, used);
        }
        double drain = DrainBench.run(bench, stored, used);
        double bare = bare(used, stored);
        rate("drain", String.format(Locale.ROOT, "drain of %,d punches%s", stored, tls ? " over mutual TLS" : ""),
            drain);
        rate("barePaho", "bare Paho publisher", bare);
        ratio("drainToBarePaho", "drain / bare Paho", drain / bare);
        return 0;
      }
    }
  }

  @Command(name = "start", description = "From the start of the process to ready for a tap, and memory then, with and without"
      + " an AOT cache, beside a bare program with Derby, Paho and Logback.")
  static final class Start extends Measurement {
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Starts of each kind (default: ${DEFAULT-VALUE}).")
    int rounds = 5;

    @Override
    int measure(Workbench bench) throws IOException, InterruptedException {
      StartBench starts = new StartBench(bench, broker == null ? "127.0.0.1:9" : authority(broker));
      // The first of each makes its database, the second its AOT cache.
      starts.terminal();
      starts.bare();
      Path ours = bench.folder().resolve("terminal.aot");
      Path theirs = bench.folder().resolve("bare.aot");
      starts.terminal("-XX:AOTCacheOutput=" + ours);
      starts.bare("-XX:AOTCacheOutput=" + theirs);
      List<List<StartBench.Started>> kinds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
          new ArrayList<>());
      for (int i = 0; i < rounds; i++) {
        kinds.get(0).add(starts.terminal());
        kinds.get(1).add(starts.bare());
        kinds.get(2).add(starts.terminal("-XX:AOTCache=" + ours));
        kinds.get(3).add(starts.bare("-XX:AOTCache=" + theirs));
      }
      String[] names = {"terminal", "bare", "terminalAot", "bareAot"};
      String[] words = {"terminal", "bare Derby, Paho, Logback", "terminal with AOT cache", "bare with AOT cache"};
      double[] millis = new double[names.length];
      double[] megabytes = new double[names.length];
      for (int i = 0; i < names.length; i++) {
        millis[i] = median(kinds.get(i).stream().mapToDouble(StartBench.Started::millis));
        megabytes[i] = median(kinds.get(i).stream().mapToDouble(StartBench.Started::megabytes));
        ratio(names[i] + "StartMillis", words[i] + ", start to ready, ms", millis[i]);
        ratio(names[i] + "ReadyMegabytes", words[i] + ", RSS at ready, MB", megabytes[i]);
      }
      ratio("startToBare", "start / bare", millis[0] / millis[1]);
      ratio("startToBareAot", "start / bare, both with AOT cache", millis[2] / millis[3]);
      ratio("memoryToBare", "RSS / bare", megabytes[0] / megabytes[1]);
      ratio("memoryToBareAot", "RSS / bare, both with AOT cache", megabytes[2] / megabytes[3]);
      return 0;
    }

    private static String authority(String url) {
      BrokerUrl parsed = BrokerUrl.parse(url);
      return parsed.host() + ":" + parsed.port();
    }

    private static double median(DoubleStream values) {
      double[] sorted = values.sorted().toArray();
      return sorted[sorted.length / 2];
    }
  }

  @Command(name = "memory", description = "Memory of the terminal at ready and after many punches, beside a bare program with Derby, Paho and"
      + " Logback after as many rows.")
  static final class Memory extends Measurement {
    @Option(names = "--punches", paramLabel = "N", defaultValue = "100000", description = "Punches (default: ${DEFAULT-VALUE}).")
    int punches = 100_000;

    @Override
    int measure(Workbench bench) throws IOException, InterruptedException {
      StartBench starts = new StartBench(bench, "127.0.0.1:9");
      double[] megabytes = starts.memory(punches);
      double bare = starts.bareMemory(punches);
      ratio("readyMegabytes", "RSS at ready, MB", megabytes[0]);
      ratio("afterMegabytes", String.format(Locale.ROOT, "RSS after %,d punches, MB", punches), megabytes[1]);
      ratio("afterToReady", "after / ready", megabytes[1] / megabytes[0]);
      ratio("bareMegabytes", String.format(Locale.ROOT, "bare Derby, Paho, Logback, RSS after %,d rows, MB", punches),
          bare);
      ratio("memoryToBare", "RSS / bare", megabytes[1] / bare);
      return 0;
    }
  }

  @Command(name = "readers", description = "What the readers' drivers take from a badge to its number being told, devices and"
      + " waits left out, and the processor time of all of them without a badge.")
  static final class Readers extends Measurement {
    @Option(names = "--taps", paramLabel = "N", defaultValue = "200", description = "Badges at each reader (default: ${DEFAULT-VALUE}).")
    int taps = 200;

    @Option(names = "--idle", paramLabel = "SECONDS", defaultValue = "20", description = "Time without a badge (default: ${DEFAULT-VALUE}).")
    int idle = 20;

    @Override
    int measure(Workbench bench) throws InterruptedException {
      ReaderBench.latencies(Math.max(20, taps / 5), taps)
          .forEach((driver, latencies) -> latencies(driver, driver, latencies));
      ratio("idlePercent", "all readers idle, % of one core", ReaderBench.idlePercent(Duration.ofSeconds(idle)));
      return 0;
    }
  }

  @Command(name = "floor", description = "What this machine can do without us.")
  static final class Floor extends Measurement {
    @Option(names = "--count", paramLabel = "N", defaultValue = "3000", description = "How many of each (default: ${DEFAULT-VALUE}).")
    int count = 3000;

    @Override
    int measure(Workbench bench) throws IOException, InterruptedException, SQLException {
      int warmUp = Math.max(500, count / 5);
      Latencies append = Floors.appends(bench.folder(), ENTRY_BYTES, warmUp, count);
      Latencies insert = Floors.inserts(bench.folder(), ENTRY_BYTES, Duration.ZERO, warmUp, count);
      latencies("append", "append and fdatasync", append);
      latencies("bareInsert", "bare Derby insert", insert);
      ratio("insertToAppendP99", "bare insert / append, p99", insert.p99Micros() / append.p99Micros());
      Optional<BenchBroker> found = broker(bench, false);
      if (found.isEmpty()) {
        return UNAVAILABLE;
      }
      try (BenchBroker used = found.get()) {
        bare(used, count);
        rate("barePaho", "bare Paho publisher", bare(used, Math.max(20_000, count)));
      }
      return 0;
    }
  }
}
