package dev.punchpost.kiosk.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in time that this terminal's certificate ends: 30, 7 and 1 days before, and once it has ended. A renewed
/// certificate starts again. [#look] belongs to one thread, [#daysLeft()] to any.
public final class CertificateWatch {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final long[] WARN_AT_DAYS = {-1, 1, 7, 30};
  private static final long NOT_YET = Long.MAX_VALUE;

  private final Supplier<Optional<Instant>> ends;
  private final LongPredicate told;
  private Optional<Instant> known = Optional.empty();
  /// The threshold that was told last.
  private long step = NOT_YET;
  private volatile OptionalLong left = OptionalLong.empty();

  /// @param ends when the certificate ends, read anew; empty if there is none; may throw if it cannot be read
  /// @param told hears of whole days left, below zero once it has ended; false if it must be told again
  public CertificateWatch(Supplier<Optional<Instant>> ends, LongPredicate told) {
    this.ends = ends;
    this.told = told;
  }

  /// Whole days until the certificate ends, below zero once it has; empty if there is none, or it cannot be read.
  public OptionalLong daysLeft() {
    return left;
  }

  /// Looks now; to be called now and then.
  public void look(Instant now) {
    Optional<Instant> end;
    try {
      end = ends.get();
    } catch (RuntimeException e) {
      // The connection tells what is wrong with the file.
      left = OptionalLong.empty();
      return;
    }
    if (!end.equals(known)) {
      known = end;
      step = NOT_YET;
    }
    if (end.isEmpty()) {
      left = OptionalLong.empty();
      return;
    }
    long days = days(now, end.get());
    left = OptionalLong.of(days);
    for (long threshold : WARN_AT_DAYS) {
      if (days <= threshold) {
        if (threshold < step && told.test(days)) {
          step = threshold;
          LOG.warn("{}", words(days));
        }
        return;
      }
    }
  }

  /// Whole days from now to the end, below zero after it.
  public static long days(Instant now, Instant end) {
    return Math.floorDiv(Duration.between(now, end).toSeconds(), Duration.ofDays(1).toSeconds());
  }

  /// For people.
  public static String words(long days) {
    if (days < 0) {
      return "this terminal's certificate has expired";
    }
    return "this terminal's certificate expires "
        + (days == 0 ? "within a day" : days == 1 ? "in 1 day" : "in " + days + " days");
  }
}
