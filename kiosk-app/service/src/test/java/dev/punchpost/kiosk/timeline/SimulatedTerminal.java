package dev.punchpost.kiosk.timeline;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.BatteryClock;
import dev.punchpost.kiosk.clock.ClockMemory;
import dev.punchpost.kiosk.clock.ClockWatch;
import dev.punchpost.kiosk.clock.StartingClock;
import dev.punchpost.kiosk.clock.SystemClock;
import dev.punchpost.kiosk.control.Operations;
import dev.punchpost.kiosk.control.Output;
import dev.punchpost.kiosk.control.Recorders;
import dev.punchpost.kiosk.control.Request;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryIds;
import dev.punchpost.kiosk.panel.Screen;
import dev.punchpost.kiosk.punch.PunchRules;
import dev.punchpost.kiosk.punch.PunchThread;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.PunchStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The terminal's own parts on a [SimulatedMachine]: clock, its watch and memory, punch thread, a store that outlives
/// restarts, and the export. It knows the true time of every punch.
final class SimulatedTerminal implements AutoCloseable {
  static final int DRIFT_PPM = 20;
  static final int WORKERS = 8;
  private static final ReaderName FRONT = new ReaderName("front");

  /// A line of the CSV export.
  record Row(long seq, Instant recorded, String kind, String clock, long boot, Optional<Instant> best,
      OptionalLong uncertaintyMs, Optional<Instant> notBefore, Optional<Instant> notAfter) {}

  private final SimulatedMachine machine;
  private final Path directory;
  private final Supplier<PunchStore> stores;
  private final BlockingQueue<Screen> screens = new LinkedBlockingQueue<>();
  private final Map<Long, Instant> truths = new HashMap<>();
  private final EntryIds ids = new EntryIds(new Random(5));
  private BatteryClock battery = BatteryClock.NONE;
  private PunchStore store;
  private PunchThread punches;
  private ClockWatch watch;

  /// @param stores opens the same store again each time
  SimulatedTerminal(SimulatedMachine machine, Path directory, Supplier<PunchStore> stores) {
    this.machine = machine;
    this.directory = directory;
    this.stores = stores;
    store = stores.get();
    store.roster().apply(IntStream.range(0, WORKERS).mapToObj(i -> new Worker(new WorkerId("w" + i), "Worker " + i, "",
        Set.of(), true, List.of(badge(i).id()))).toList(), false);
    ClockMemory memory = new ClockMemory(directory);
    SystemClock clock = clock(memory);
    watch = new ClockWatch(clock, memory, () -> punches.clockChanged());
    punches = punchThread(clock);
    begin();
  }

  private SystemClock clock(ClockMemory memory) {
    return new SystemClock(machine.wall(), machine.ticker(), machine.quality(), machine.bootId(), DRIFT_PPM,
        StartingClock.known(memory, machine.bootId(), battery, machine.wall(), machine.ticker(), DRIFT_PPM));
  }

  private PunchThread punchThread(SystemClock clock) {
    return new PunchThread(store.writer(), new PunchRules(Duration.ofSeconds(60), Duration.ofHours(16)), clock,
        machine.ticker(), ids, screens::add, 16, () -> {}, new DueCorrections(DRIFT_PPM));
  }

  private void begin() {
    try {
      punches.start();
      // Stored before the test goes on and moves the clock.
      punches.record(new Content.ServiceStarted("test", true));
      watch.look();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Credential badge(int worker) {
    return new Credential.Em4100(1, worker);
  }

  void batteryClock(BatteryClock next) {
    battery = next;
  }

  /// The service ends and starts again, on a machine that may have booted meanwhile.
  void restart(Runnable meanwhile) {
    watch.close();
    punches.close();
    store.close();
    meanwhile.run();
    store = stores.get();
    ClockMemory memory = new ClockMemory(directory);
    SystemClock clock = clock(memory);
    watch = new ClockWatch(clock, memory, () -> punches.clockChanged());
    punches = punchThread(clock);
    begin();
  }

  /// What the housekeeping thread does every second.
  void watch() {
    watch.look();
  }

  Screen tap(int worker) {
    punches.tap(new ReaderEvent.Presented(FRONT, machine.monotonicUs(), badge(worker)));
    try {
      Screen answer = screens.poll(10, TimeUnit.SECONDS);
      while (answer instanceof Screen.Wait) {
        // Minutes pass here while the punch thread shows a tick, which looks like a slow store; the tap is taken.
        answer = screens.poll(10, TimeUnit.SECONDS);
      }
      if (answer instanceof Screen.Accepted accepted && !accepted.repeat()) {
        truths.put(accepted.seq(), machine.truth());
      }
      if (answer == null) {
        throw new IllegalStateException("no answer to a tap");
      }
      return answer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Instant truth(long seq) {
    return Optional.ofNullable(truths.get(seq)).orElseThrow();
  }

  Map<Long, Instant> truths() {
    return truths;
  }

  long committed() {
    return store.committedThrough();
  }

  List<Row> export(Optional<String> from, Optional<String> to) {
    List<Row> rows = new ArrayList<>();
    for (String line : lines(new Request.Punches(from, to, Request.Format.CSV)).stream().skip(1).toList()) {
      String[] cell = line.split(",", -1);
      rows.add(new Row(Long.parseLong(cell[0]), OffsetDateTime.parse(cell[1]).toInstant(), cell[3], cell[7],
          Long.parseLong(cell[12]), time(cell[13]),
          cell[14].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cell[14])), time(cell[16]),
          time(cell[17])));
    }
    return rows;
  }

  List<Row> export() {
    return export(Optional.empty(), Optional.empty());
  }

  List<String> lines(Request request) {
    List<String> lines = new ArrayList<>();
    new Operations(store, () -> {
      throw new AssertionError("no status here");
    }, ZoneId.of("Europe/Madrid"), _ -> {}, Recorders.workers(store, () -> clock(new ClockMemory(directory)).now()))
        .handle(request, new Output() {
          @Override
          public void out(String line) {
            lines.add(line);
          }

          @Override
          public void err(String line) {
            throw new AssertionError(line);
          }
        });
    return lines;
  }

  Timeline timeline() {
    return store.reader().timeline();
  }

  private static Optional<Instant> time(String cell) {
    return cell.isEmpty() ? Optional.empty() : Optional.of(OffsetDateTime.parse(cell).toInstant());
  }

  @Override
  public void close() {
    punches.close();
    store.close();
  }
}
