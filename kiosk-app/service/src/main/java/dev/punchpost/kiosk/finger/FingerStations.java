package dev.punchpost.kiosk.finger;

import dev.punchpost.drivers.r503.EnrolStep;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.finger.FingerReader.Enrolling;
import dev.punchpost.kiosk.finger.FingerReader.Talk;
import dev.punchpost.kiosk.reader.ReaderThread;
import dev.punchpost.kiosk.roster.WorkerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/// The fingerprint modules of the running terminal, for the threads of commands. The work is done by the readers' own
/// threads. Thread-safe.
public final class FingerStations {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /// An enrolment that is going on.
  private static final class Running implements Talk {
    private final WorkerId worker;
    private final BlockingQueue<EnrolStep> steps = new LinkedBlockingQueue<>();
    private volatile boolean over;

    Running(WorkerId worker) {
      this.worker = worker;
    }

    @Override
    public void tell(EnrolStep step) {
      steps.add(step);
    }

    @Override
    public boolean goesOn() {
      return !over;
    }
  }

  private final Map<ReaderName, ReaderThread> readers;
  private final FingerLibrary library;
  private final BiConsumer<ReaderName, ReaderEvent.Reason> hints;
  private final Map<ReaderName, Running> running = new ConcurrentHashMap<>();

  /// @param readers those with a fingerprint module
  /// @param hints shows at the panel what is wrong with a finger that is enrolled
  public FingerStations(Map<ReaderName, ReaderThread> readers, FingerLibrary library,
      BiConsumer<ReaderName, ReaderEvent.Reason> hints) {
    this.readers = Map.copyOf(readers);
    this.library = library;
    this.hints = hints;
  }

  /// Of the terminal, by name.
  public List<ReaderName> names() {
    return readers.keySet().stream().sorted((a, b) -> a.value().compareTo(b.value())).toList();
  }

  /// The modules must follow a change; a worker whose finger must not be captured any more is not enrolled further.
  ///
  /// @param worker of whom the consent is gone
  public void changed(WorkerId worker) {
    running.values().stream().filter(it -> it.worker.equals(worker)).forEach(it -> it.over = true);
    library.changed();
  }

  /// Waits until a reader's module has followed all changes.
  ///
  /// @return false if it does not work now, or is busy for longer than 10 s: it follows before it takes the next finger
  public boolean settled(ReaderName reader) throws InterruptedException {
    ReaderThread thread = readers.get(reader);
    if (thread == null) {
      return false;
    }
    CompletableFuture<Boolean> done = thread.borrow(driver -> {
      module(reader, driver).follow();
      return true;
    });
    try {
      return done.get(SETTLE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /// Enrols a finger.
  ///
  /// @param reader one of [#names()]
  /// @param patience longest wait for the worker's next move
  /// @param talk called on this thread, about twice a second at least; what it throws ends the enrolment
  /// @throws HalException if the module or the store fails; BUSY if somebody else enrols at this reader
  public Enrolling enrol(ReaderName reader, WorkerId worker, Duration patience, Talk talk)
      throws InterruptedException {
    ReaderThread thread = Optional.ofNullable(readers.get(reader))
        .orElseThrow(() -> new IllegalArgumentException("reader " + reader + " has no fingerprint module"));
    Running mine = new Running(worker);
    if (running.putIfAbsent(reader, mine) != null) {
      throw new HalException(Kind.BUSY, "somebody else enrols a finger at reader " + reader);
    }
    try {
      return follow(thread.borrow(driver -> module(reader, driver).enrol(worker, patience, mine)), reader, mine, talk);
    } finally {
      mine.over = true;
      running.remove(reader, mine);
    }
  }

  private Enrolling follow(CompletableFuture<Enrolling> end, ReaderName reader, Running mine, Talk talk)
      throws InterruptedException {
    while (true) {
      EnrolStep step = mine.steps.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (step != null) {
        if (step instanceof EnrolStep.Poor(var hint, int _)) {
          hints.accept(reader, FingerReader.reason(hint));
        }
        talk.tell(step);
      } else if (end.isDone()) {
        return result(end);
      } else if (!talk.goesOn()) {
        return new Enrolling.GivenUp();
      }
    }
  }

  private static Enrolling result(CompletableFuture<Enrolling> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HalException broken
          ? broken
          : new IllegalStateException("the finger was not enrolled", e);
    }
  }

  private static FingerReader module(ReaderName reader, Optional<BadgeReader> driver) {
    if (driver.isPresent() && driver.get() instanceof FingerReader module) {
      return module;
    }
    throw new HalException(Kind.NO_DEVICE, "reader " + reader + " does not work now");
  }
}
