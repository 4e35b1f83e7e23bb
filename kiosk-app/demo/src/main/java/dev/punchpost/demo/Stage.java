package dev.punchpost.demo;

import dev.punchpost.demo.broker.EmbeddedBroker;
import dev.punchpost.demo.broker.NetworkCable;
import dev.punchpost.demo.broker.Subscriber;
import dev.punchpost.demo.judge.Judge;
import dev.punchpost.demo.judge.Verdict;
import dev.punchpost.demo.terminal.Badge;
import dev.punchpost.demo.terminal.Crew;
import dev.punchpost.demo.terminal.Hand;
import dev.punchpost.demo.terminal.PanelLine;
import dev.punchpost.demo.terminal.ServiceJvm;
import dev.punchpost.demo.terminal.SimulatedReader;
import dev.punchpost.demo.terminal.TerminalFiles;
import dev.punchpost.demo.terminal.TerminalProcess;
import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that is on stage: broker, cable, subscriber, reader, the terminal's process and the judge, with a
/// handle for each accident. Thread-safe.
public final class Stage {
  private static final Logger LOG = LoggerFactory.getLogger(Stage.class);
  private static final int MOST_TAPS_WAITING = 6;
  private static final Duration DARK = Duration.ofMillis(1500);

  /// @param jvm how the terminal is started
  /// @param data directory to keep the terminal's data in; empty for a new one that is thrown away
  /// @param repeatWindow see `[punch] repeat-window`
  /// @param shortestHold how long a badge is held at least
  /// @param longestHold how long a badge is held if the terminal says nothing
  public record Options(ServiceJvm jvm, Optional<Path> data, Duration repeatWindow, Duration shortestHold,
      Duration longestHold) {}

  private record Held(Badge badge, CompletableFuture<Answer> answer) {}

  private final Options options;
  private final Pause pause;
  private final Witness witness;
  private final TerminalFiles files;
  private final NetworkCable cable;
  private final Subscriber subscriber;
  private final SimulatedReader reader;
  private final Judge judge;
  private final Hand hand;
  private final ExecutorService hands = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("hand").factory());
  private final AtomicInteger tapsWaiting = new AtomicInteger();
  private final Object power = new Object();
  // Guarded by this.
  private Optional<TerminalProcess> terminal = Optional.empty();
  private Optional<Held> inTheField = Optional.empty();
  private CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private boolean closed;
  private boolean online;
  private long waiting;

  /// Sets the stage: afterwards all is there but the terminal, which [#switchOn()] starts.
  ///
  /// @param closing takes it all down again
  /// @param progress told each step, in words
  /// @throws IOException if a part does not come up, with the reason
  public Stage(Options options, Pause pause, Witness witness, Closing closing, Progress progress)
      throws IOException, InterruptedException {
    this.options = options;
    this.pause = pause;
    this.witness = witness;
    Path folder = Files.createTempDirectory("punchpost-demo-");
    closing.add(() -> TemporaryFolder.delete(folder, pause));
    files = new TerminalFiles(folder, options.data().orElse(folder.resolve("data")));
    judge = files.hasPast() ? Judge.ofKeptLedger(Instant.now()) : Judge.ofNewLedger();
    hand = new Hand(pause);
    int port = EmbeddedBroker.freePort();
    cable = closing.add(new NetworkCable(port));
    reader = closing.add(new SimulatedReader(files.readerPort()));
    files.write(cable.port(), ZoneId.systemDefault(), options.repeatWindow());
    // Both take seconds, and neither needs the other.
    FutureTask<Boolean> roster = new FutureTask<>(() -> {
      TerminalProcess.importRoster(options.jvm(), files);
      return true;
    });
    Thread.ofVirtual().name("roster").start(roster);
    closing.add(EmbeddedBroker.start(folder.resolve("broker"), port));
    progress.step("broker up on port " + port);
    subscriber = closing.add(Subscriber.connect(port, this::received));
    await(roster);
    progress.step("roster of " + Crew.workers().size() + " imported");
    closing.add(this::close);
  }

  private static void await(FutureTask<?> task) throws IOException, InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
  }

  /// How things stand.
  public synchronized Scene scene() {
    Scene.Power now = terminal.isEmpty() ? Scene.Power.OFF : ready.isDone() ? Scene.Power.ON : Scene.Power.STARTING;
    return new Scene(cable.plugged(), reader.pluggedIn(), now, online, waiting, judge.sofar());
  }

  /// Lets someone look at a moment in which nothing is told to the witness.
  public synchronized void look(Consumer<Scene> onlooker) {
    onlooker.accept(scene());
  }

  /// Holds a badge to the reader, after those that wait already.
  ///
  /// @return what becomes of it; empty if too many wait
  public Optional<CompletableFuture<Answer>> tap(Badge badge) {
    if (tapsWaiting.incrementAndGet() > MOST_TAPS_WAITING) {
      tapsWaiting.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(CompletableFuture.supplyAsync(() -> {
      try {
        return present(badge);
      } catch (InterruptedException e) {
        return new Answer.None("the demo ended");
      } finally {
        tapsWaiting.decrementAndGet();
      }
    }, hands));
  }

  private Answer present(Badge badge) throws InterruptedException {
    hand.approach(badge);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    synchronized (this) {
      if (terminal.isEmpty()) {
        return new Answer.None("the terminal has no power");
      }
      if (!reader.pluggedIn()) {
        return new Answer.None("the reader is unplugged");
      }
      judge.tapped(badge.worker());
      inTheField = Optional.of(new Held(badge, answer));
      witness.changed();
    }
    hand.hold(badge, reader, answer, options.shortestHold(), options.longestHold());
    answer.complete(new Answer.None("no answer within " + options.longestHold().toSeconds() + " s"));
    return answer.join();
  }

  public void pullCable() {
    cable.pull();
    changed();
  }

  public void plugCable() {
    cable.plugBack();
    changed();
  }

  public void unplugReader() throws IOException {
    reader.unplug();
    interrupted("the reader was unplugged");
  }

  public void plugReader() throws IOException {
    reader.plugIn();
    changed();
  }

  /// Kills the terminal's process in this moment. Returns when its last screen has been read.
  public void cutPower() throws IOException, InterruptedException {
    synchronized (power) {
      Optional<TerminalProcess> running = running();
      if (running.isPresent()) {
        running.get().cut();
        reader.losePower();
      }
    }
  }

  /// Kills the terminal's process and starts it again after a moment of darkness.
  public void cutPowerAndRestore() throws IOException, InterruptedException {
    synchronized (power) {
      cutPower();
      pause.pause(DARK);
      switchOn();
    }
  }

  /// Starts the terminal, unless it runs. [#awaitReady] tells when it takes taps.
  public void switchOn() throws IOException {
    synchronized (power) {
      synchronized (this) {
        if (closed || terminal.isPresent()) {
          return;
        }
        ready = new CompletableFuture<>();
        reader.gainPower();
        terminal = Optional.of(TerminalProcess.start(options.jvm(), files, this::shown, this::ended));
        witness.changed();
      }
    }
  }

  /// Waits for the terminal's first screen.
  ///
  /// @throws IOException if it ends instead, or takes too long, with the end of its log
  public void awaitReady(Duration timeout) throws IOException, InterruptedException {
    CompletableFuture<Boolean> now;
    synchronized (this) {
      now = ready;
    }
    try {
      if (now.get(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      throw new IOException("the terminal ended at its start: " + TerminalProcess.lastWords(files.log()));
    } catch (TimeoutException e) {
      throw new IOException("the terminal shows nothing after " + timeout.toSeconds() + " s: "
          + TerminalProcess.lastWords(files.log()), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Stops the terminal in an orderly way, hears out the broker, and lets the judge speak.
  public Verdict finish() throws IOException, InterruptedException {
    synchronized (power) {
      Optional<TerminalProcess> running = running();
      if (running.isPresent()) {
        running.get().stop();
      }
    }
    subscriber.drain(Duration.ofSeconds(5));
    synchronized (this) {
      return judge.end();
    }
  }

  private synchronized Optional<TerminalProcess> running() {
    return terminal;
  }

  private synchronized void received(String topic, byte[] payload) {
    judge.received(topic, payload).ifPresentOrElse(witness::arrived, witness::changed);
  }

  private synchronized void shown(PanelLine line) {
    ready.complete(true);
    switch (line) {
      case PanelLine.Idle idle -> {
        online = idle.online();
        waiting = idle.waiting();
      }
      case PanelLine.Accepted accepted -> {
        judge.ticked(accepted.tick());
        // The tick of an earlier tap may come late, when another badge is in the field already.
        answer(new Answer.Ticked(accepted.tick()),
            held -> held.badge().worker().equals(Optional.of(accepted.tick().worker())));
      }
      case PanelLine.Refused refused -> {
        if (refused.reason().equals("UNIDENTIFIED")) {
          judge.unidentified();
        } else {
          judge.notRecorded();
        }
        answer(new Answer.Refused(refused.reason()), _ -> true);
      }
      case PanelLine.ReaderState _,PanelLine.Other _ -> {}
    }
    witness.shown(line);
  }

  private synchronized void ended(int code) {
    LOG.info("the terminal's process ended with {}", code);
    terminal = Optional.empty();
    online = false;
    ready.complete(false);
    interrupted("the power was cut");
  }

  private synchronized void interrupted(String why) {
    judge.interrupted();
    answer(new Answer.None(why), _ -> true);
    witness.changed();
  }

  private void answer(Answer answer, Predicate<Held> whose) {
    inTheField.filter(whose).ifPresent(held -> {
      held.answer().complete(answer);
      inTheField = Optional.empty();
    });
  }

  private synchronized void changed() {
    witness.changed();
  }

  private void close() throws InterruptedException {
    synchronized (this) {
      closed = true;
    }
    hands.shutdownNow();
    Optional<TerminalProcess> running = running();
    if (running.isPresent()) {
      running.get().stop();
    }
  }
}
