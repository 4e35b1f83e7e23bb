package dev.punchpost.drivers.wedge;

import dev.punchpost.drivers.presence.Presence;
import dev.punchpost.drivers.text.BadgeText;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.input.KeyEvent;
import dev.punchpost.hal.input.KeySource;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A USB reader or scanner that types what it reads, as a keyboard would. See the package for quirks and symptoms.
/// Threads as for every [BadgeReader].
public final class KeyboardWedge implements BadgeReader {
  /// `KEY_ENTER`
  public static final int ENTER = 28;
  /// `KEY_KPENTER`
  public static final int KEYPAD_ENTER = 96;
  /// `KEY_TAB`
  public static final int TAB = 15;

  /// How to understand keys.
  ///
  /// @param keys the layout that the reader is set to
  /// @param terminators keys that end a line; empty if silence does
  /// @param betweenKeys silence after which a line is not gone on with: it is rejected, or ends where there are no
  ///   terminators; 10 ms to 10 s
  /// @param text what a line is
  /// @param removedAfter an equal line within this time is the same presentation; positive, at most 60 s
  public record Options(KeyMap keys, Set<Integer> terminators, Duration betweenKeys, BadgeText text,
      Duration removedAfter) {
    public Options {
      terminators = Set.copyOf(terminators);
      if (!terminators.stream().allMatch(TypedLine::isKey)) {
        throw new IllegalArgumentException("terminators: expected key codes of 1 to 767");
      }
      if (betweenKeys.compareTo(Duration.ofMillis(10)) < 0 || betweenKeys.compareTo(Duration.ofSeconds(10)) > 0) {
        throw new IllegalArgumentException("betweenKeys " + betweenKeys + ", expected 10 ms to 10 s");
      }
      if (!removedAfter.isPositive() || removedAfter.compareTo(Duration.ofSeconds(60)) > 0) {
        throw new IllegalArgumentException("removedAfter " + removedAfter + ", expected up to 60 s");
      }
    }

    /// US layout, any text and Enter, keys within half a second, the same again after one second.
    public static Options defaults() {
      return new Options(KeyMap.us(), Set.of(ENTER, KEYPAD_ENTER), Duration.ofMillis(500), BadgeText.any(),
          Duration.ofSeconds(1));
    }
  }

  private final KeySource keyboard;
  private final Ticker ticker;
  private final Options options;
  private final TypedLine line;
  private final Presence presence;
  private final long betweenKeysMicros;
  private long rejected;

  /// @param keyboard grabbed; belongs to this driver from now on
  /// @param ticker must be the one of the keys' times
  public KeyboardWedge(ReaderName name, KeySource keyboard, Ticker ticker, Options options) {
    this.keyboard = keyboard;
    this.ticker = ticker;
    this.options = options;
    line = new TypedLine(options);
    presence = new Presence(name, options.removedAfter());
    betweenKeysMicros = options.betweenKeys().toNanos() / 1_000;
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    long deadline = ticker.micros() + timeout.toNanos() / 1_000;
    while (!presence.told()) {
      // The time first and the keys after it: a key that was typed by then has been told once there is none.
      long now = ticker.micros();
      long wake = line.empty() ? presence.wake(deadline) : Math.min(deadline, line.lastKeyMicros() + betweenKeysMicros);
      Optional<KeyEvent> key = keyboard.next(Duration.ofNanos(Math.max(0, wake - now) * 1_000));
      if (key.isPresent()) {
        take(key.get());
      } else {
        expire(now);
        if (line.empty()) {
          presence.passed(now);
        }
      }
      if (now >= deadline) {
        break;
      }
    }
    return presence.poll();
  }

  private void take(KeyEvent key) {
    expire(key.atMicros());
    line.accept(key).ifPresent(ended -> ended(ended, key.atMicros()));
  }

  private void expire(long now) {
    if (!line.empty() && now - line.lastKeyMicros() >= betweenKeysMicros) {
      long at = line.lastKeyMicros();
      line.timedOut().ifPresent(ended -> ended(ended, at));
    }
  }

  private void ended(TypedLine.Ended ended, long at) {
    Optional<Credential> credential = switch (ended) {
      case TypedLine.Ended.Whole(String text) -> options.text().read(text);
      case TypedLine.Ended.Spoiled _ -> Optional.empty();
    };
    presence.passed(at);
    if (credential.isPresent()) {
      presence.said(credential.get(), at);
    } else {
      rejected++;
    }
  }

  /// There is no noise: every key belongs to a line.
  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(presence.presented(), rejected, 0);
  }

  @Override
  public void close() {
    keyboard.close();
  }
}
