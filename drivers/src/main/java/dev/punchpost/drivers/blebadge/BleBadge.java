package dev.punchpost.drivers.blebadge;

import dev.punchpost.hal.advert.Advertisement;
import dev.punchpost.hal.advert.AdvertisementSource;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderCounts;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderEvent.Reason;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Phones and beacon badges that are held to the terminal. Threads as for every [BadgeReader].
public final class BleBadge implements BadgeReader {
  private static final Duration GLANCE = Duration.ofMillis(200);

  /// Who is followed: a badge by its identity, or any token that is nobody's.
  private sealed interface Follower {
    record Known(String identity) implements Follower {}

    record Stranger() implements Follower {}

    /// Any token while nobody knows the time.
    record Unchecked() implements Follower {}
  }

  private final ReaderName name;
  private final AdvertisementSource source;
  private final Ticker ticker;
  private final Supplier<OptionalLong> unixSeconds;
  private final BleBadgeOptions options;
  private final TokenTable tokens;
  private final TapZone<Follower> zone;
  private final Deque<ReaderEvent> waiting = new ArrayDeque<>();
  private long presented;
  private long rejected;

  /// @param source belongs to this driver from now on
  /// @param ticker must be the one of the advertisements' times
  /// @param unixSeconds the time, to check tokens; empty while the clock is not set
  public BleBadge(ReaderName name, AdvertisementSource source, Ticker ticker, Supplier<OptionalLong> unixSeconds,
      BleBadgeOptions options) {
    this.name = name;
    this.source = source;
    this.ticker = ticker;
    this.unixSeconds = unixSeconds;
    this.options = options;
    tokens = new TokenTable(options.secrets());
    zone = new TapZone<>(options.near(), options.far(), options.dwell(), options.silence());
  }

  /// Adapter and library, for `doctor`.
  public String adapter() {
    return source.name();
  }

  @Override
  public Optional<ReaderEvent> next(Duration timeout) {
    long end = ticker.micros() + timeout.toNanos() / 1_000;
    while (waiting.isEmpty()) {
      long left = end - ticker.micros();
      if (left <= 0) {
        break;
      }
      Duration wait = Duration.ofNanos(left * 1_000);
      source.next(wait.compareTo(GLANCE) < 0 ? wait : GLANCE).ifPresent(this::take);
      zone.silent(ticker.micros()).forEach(_ -> left());
    }
    return Optional.ofNullable(waiting.poll());
  }

  private void take(Advertisement heard) {
    Optional<Follower> follower = Beacon.of(heard, options.tokenService()).flatMap(this::follower);
    if (follower.isEmpty()) {
      return;
    }
    switch (zone.heard(follower.get(), heard.rssi(), heard.atMicros())) {
      case NONE -> {
        // not yet, or still
      }
      case TAPPED -> tapped(follower.get(), heard.atMicros());
      case LEFT -> left();
    }
  }

  private Optional<Follower> follower(Beacon beacon) {
    return switch (beacon) {
      case Beacon.Fixed(String group, String identity) ->
        options.groups().contains(group) ? Optional.of(new Follower.Known(identity)) : Optional.empty();
      case Beacon.Token token -> {
        if (options.secrets().isEmpty()) {
          yield Optional.empty();
        }
        OptionalLong now = unixSeconds.get();
        if (now.isEmpty()) {
          yield Optional.of(new Follower.Unchecked());
        }
        yield Optional.of(tokens.owner(token, now.getAsLong())
            .<Follower>map(badge -> new Follower.Known("ble:" + badge)).orElseGet(Follower.Stranger::new));
      }
    };
  }

  private void tapped(Follower follower, long atMicros) {
    switch (follower) {
      case Follower.Known(String identity) -> {
        presented++;
        waiting.add(new ReaderEvent.Presented(name, atMicros, new Credential.Text(identity)));
      }
      case Follower.Unchecked _ -> {
        presented++;
        waiting.add(new ReaderEvent.Presented(name, atMicros, new Credential.Token()));
      }
      // Of another site, recorded a while ago, or of a phone with a wrong clock.
      case Follower.Stranger _ -> {
        rejected++;
        waiting.add(new ReaderEvent.Unreadable(name, atMicros, Reason.NOT_AUTHENTIC));
      }
    }
  }

  private void left() {
    waiting.add(new ReaderEvent.Removed(name, ticker.micros()));
  }

  /// There is no noise: whatever else is on the air is none of ours.
  @Override
  public ReaderCounts counts() {
    return new ReaderCounts(presented, rejected, 0);
  }

  @Override
  public void close() {
    source.close();
  }
}
