package dev.punchpost.hal.time;

import java.time.Duration;

/// When to try again what does not work: a first pause after the first failure, twice the one before after each further
/// failure, up to a longest. Times are microseconds of a [Ticker]. One thread.
public final class RetryPause {
  private final Duration first;
  private final Duration longest;
  private Duration next;
  private long notBefore = Long.MIN_VALUE;

  /// The first try is due at once.
  public RetryPause(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /// It did not work.
  public void failed(long now) {
    notBefore = now + next.toNanos() / 1_000;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  /// It works, or has worked long enough to count: the next try is due at once, the pause after it is the first one.
  public void worked() {
    notBefore = Long.MIN_VALUE;
    next = first;
  }

  public boolean isDue(long now) {
    return now >= notBefore;
  }

  /// Until the next try is due; zero if it is.
  public Duration dueIn(long now) {
    return isDue(now) ? Duration.ZERO : Duration.ofNanos((notBefore - now) * 1_000);
  }
}
