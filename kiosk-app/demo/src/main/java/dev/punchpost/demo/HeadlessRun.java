package dev.punchpost.demo;

import dev.punchpost.demo.judge.Delivery;
import dev.punchpost.demo.judge.Verdict;
import dev.punchpost.demo.terminal.Badge;
import dev.punchpost.demo.terminal.Crew;
import dev.punchpost.demo.terminal.PanelLine;
import dev.punchpost.demo.terminal.ServiceJvm;
import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The demo without a browser: taps with every accident in between, one line per step, and the judge's word at the
/// end. Used once, by one thread.
public final class HeadlessRun {
  private static final Duration READY = Duration.ofSeconds(300);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  /// What happens before a tap.
  enum Accident {
    STRANGER,
    PULL_CABLE,
    PLUG_CABLE,
    REPLUG_READER,
    CUT_AFTER_TICK,
    CUT_WHILE_HELD
  }

  private final int taps;
  private final Duration settle;
  private final Stage.Options options;
  private final Progress progress;
  private final Semaphore arrivals = new Semaphore(0);
  private final List<String> failures = new ArrayList<>();
  private final List<Accident> left;

  /// @param taps how many, 1 or more
  /// @param settle how long messages may be on their way at the end
  /// @param progress prints a line
  public HeadlessRun(ServiceJvm jvm, Optional<Path> data, int taps, Duration settle, Progress progress) {
    this(jvm, data, taps, List.of(Accident.values()), settle, progress);
  }

  /// @param accidents in the order of their declaration
  HeadlessRun(ServiceJvm jvm, Optional<Path> data, int taps, List<Accident> accidents, Duration settle,
      Progress progress) {
    this.left = new ArrayList<>(accidents);
    this.taps = taps;
    this.settle = settle;
    this.options = new Stage.Options(jvm, data, Duration.ZERO, Duration.ZERO, ANSWER);
    this.progress = progress;
  }

  /// Plays it.
  ///
  /// @return whether the judge is content; false too if the program was ended in its midst
  public boolean play() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Witness witness = new Witness() {
      @Override
      public void shown(PanelLine line) {
        arrivals.release();
      }

      @Override
      public void arrived(Delivery delivery) {
        arrivals.release();
      }

      @Override
      public void changed() {
        arrivals.release();
      }
    };
    try (Closing closing = new Closing()) {
      try {
        return play(new Stage(options, Pause.real(), witness, closing, step -> say(start, step)), closing, start);
      } catch (IOException | RuntimeException e) {
        if (closing.closed()) {
          return false;
        }
        throw e;
      }
    }
  }

  private boolean play(Stage stage, Closing closing, long start) throws IOException, InterruptedException {
    stage.switchOn();
    stage.awaitReady(READY);
    say(start, "terminal ready");
    for (int tap = 1; tap <= taps && !closing.closed(); tap++) {
      accidentsBefore(tap, stage, start);
      tap(stage, Crew.workers().get((tap - 1) % Crew.workers().size()), "tap " + tap, start);
    }
    if (closing.closed()) {
      return false;
    }
    accidentsBefore(Integer.MAX_VALUE, stage, start);
    say(start, "waiting for what is on its way");
    settle(stage);
    return conclude(stage.finish(), start);
  }

  private void accidentsBefore(int tap, Stage stage, long start) throws IOException, InterruptedException {
    while (!left.isEmpty() && tap > at(left.getFirst())) {
      switch (left.removeFirst()) {
        case STRANGER -> tap(stage, Crew.stranger(), "a badge that nobody knows", start);
        case PULL_CABLE -> {
          stage.pullCable();
          say(start, "network cable pulled");
        }
        case PLUG_CABLE -> {
          stage.plugCable();
          say(start, "network cable plugged back");
        }
        case REPLUG_READER -> {
          stage.unplugReader();
          say(start, "reader unplugged");
          stage.plugReader();
          say(start, "reader plugged in");
        }
        case CUT_AFTER_TICK -> cutAndRestore(stage, start);
        case CUT_WHILE_HELD -> {
          CompletableFuture<Answer> held = stage.tap(Crew.workers().getFirst()).orElseThrow();
          say(start, "worker " + Crew.workers().getFirst().worker().orElseThrow() + " holds the badge");
          cutAndRestore(stage, start);
          say(start, "that tap: " + words(await(held)));
        }
      }
    }
  }

  /// Spreads the accidents over the run; each happens once, however short the run is.
  private int at(Accident accident) {
    return switch (accident) {
      case STRANGER -> taps / 10;
      case PULL_CABLE -> taps / 5;
      case PLUG_CABLE -> taps * 2 / 5;
      case REPLUG_READER -> taps / 2;
      case CUT_AFTER_TICK -> taps * 7 / 10;
      case CUT_WHILE_HELD -> taps * 9 / 10;
    };
  }

  private void cutAndRestore(Stage stage, long start) throws IOException, InterruptedException {
    stage.cutPower();
    say(start, "power cut (kill -9)");
    stage.switchOn();
    stage.awaitReady(READY);
    say(start, "power back, terminal ready");
  }

  private void tap(Stage stage, Badge badge, String what, long start) throws InterruptedException {
    Answer answer = await(stage.tap(badge).orElseThrow());
    String who = badge.worker().map(id -> " worker " + id).orElse("");
    say(start, what + who + ": " + words(answer));
    boolean expected = switch (answer) {
      case Answer.Ticked _ -> badge.worker().isPresent();
      case Answer.Refused refused -> badge.worker().isEmpty() && refused.reason().equals("UNIDENTIFIED");
      case Answer.None _ -> false;
    };
    if (!expected) {
      failures.add(what + who + ": " + words(answer));
    }
  }

  private static Answer await(CompletableFuture<Answer> answer) throws InterruptedException {
    try {
      return answer.get(2 * ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new Answer.None("no answer");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the hand that holds the badge failed", e.getCause());
    }
  }

  private static String words(Answer answer) {
    return switch (answer) {
      case Answer.Ticked(var tick) -> "tick " + tick.kind() + " " + tick.at().atZone(ZoneId.systemDefault())
          .format(CLOCK) + " seq " + tick.seq() + (tick.repeat() ? " (again)" : "");
      case Answer.Refused(var reason) -> "refused, " + reason;
      case Answer.None(var why) -> "no answer, " + why;
    };
  }

  /// Waits until every tick has come, or no longer.
  private void settle(Stage stage) throws InterruptedException {
    long deadline = System.nanoTime() + settle.toNanos();
    while (stage.scene().verdict().onTheirWay() > 0 && System.nanoTime() < deadline) {
      if (arrivals.tryAcquire(200, TimeUnit.MILLISECONDS)) {
        arrivals.drainPermits();
      }
    }
  }

  private boolean conclude(Verdict verdict, long start) {
    List<String> reasons = new ArrayList<>(verdict.complaints());
    reasons.addAll(failures);
    progress.step("");
    progress.step(String.format(Locale.ROOT,
        "%d taps, %d ticks; from the broker: %d punches, %d other entries, %d redeliveries, %d punches of taps that"
            + " were cut short; %.1f s",
        verdict.taps(), verdict.ticks(), verdict.punches(), verdict.events(), verdict.redeliveries(),
        verdict.unticked(), seconds(start)));
    reasons.forEach(reason -> progress.step("  " + reason));
    progress.step(reasons.isEmpty()
        ? "Every tick came back from the broker exactly once, unchanged."
        : "NOT as it should be: " + reasons.size() + " reason(s) above.");
    return reasons.isEmpty();
  }

  private void say(long start, String what) {
    progress.step(String.format(Locale.ROOT, "%6.2f s  %s", seconds(start), what));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
