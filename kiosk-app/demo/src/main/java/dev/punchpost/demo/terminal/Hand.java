package dev.punchpost.demo.terminal;

import dev.punchpost.drivers.rdm6300.Rdm6300Simulator;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The hand that holds badges to the reader, one at a time. Owned by one thread.
public final class Hand {
  private static final Duration APART = TerminalFiles.REMOVED_AFTER.plusMillis(200);

  private final Pause pause;
  private Optional<Badge> last = Optional.empty();
  private long lastNanos;

  public Hand(Pause pause) {
    this.pause = pause;
  }

  /// Waits until the reader will take this badge for a new presentation: the same one must have been away for a while.
  public void approach(Badge badge) throws InterruptedException {
    if (last.isPresent() && last.get().equals(badge)) {
      long left = APART.toNanos() - (System.nanoTime() - lastNanos);
      if (left > 0) {
        pause.pause(Duration.ofNanos(left));
      }
    }
  }

  /// Holds the badge to the reader until it is answered, but not shorter or longer than given.
  public void hold(Badge badge, SimulatedReader reader, CompletableFuture<?> answer, Duration shortest,
      Duration longest)
      throws InterruptedException {
    long start = System.nanoTime();
    Rdm6300Simulator module = new Rdm6300Simulator(reader::send, pause);
    last = Optional.of(badge);
    Duration held = Duration.ZERO;
    while (!answer.isDone() || held.compareTo(shortest) < 0) {
      module.tap(badge.tag());
      lastNanos = System.nanoTime();
      if (held.compareTo(longest) >= 0) {
        return;
      }
      waitForNext(answer, held.compareTo(shortest) < 0);
      held = Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private void waitForNext(CompletableFuture<?> answer, boolean inAnyCase) throws InterruptedException {
    if (answer.isDone() || inAnyCase) {
      pause.pause(Rdm6300Simulator.REPEAT);
      return;
    }
    try {
      answer.get(Rdm6300Simulator.REPEAT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // No answer yet: the next frame is due.
    }
  }
}
