package dev.punchpost.kiosk.forward;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.store.Outbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivery as a machine that is turned by [#step()]: it does what can be done now and says when it wants to be turned
/// again. It knows no threads and no waiting, so tests own the time. One thread.
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final String CONTENT_TYPE = "application/cloudevents+json";
  private static final int PACKET_TOO_LARGE = 0x95;
  /// No busy loop while the queue is held and the store gives nothing.
  private static final long SHORTEST_HOLD_US = 100_000;

  /// A connection that was accepted.
  private record Connection(MqttLink.Session session, Inbox inbox, BrokerUrl url, int window, long since) {}

  private final MqttLink link;
  private final ForwarderOptions options;
  private final Topics topics;
  private final Ticker ticker;
  private final Runnable wake;
  private final Backlog backlog;
  private final DeliveryWindow window;
  private final DeliveryMark mark;
  private final Reconnection reconnection;
  private final Refusals refusals;
  private @Nullable Connection connection;
  /// Whether the connection has been of use: something was answered, or it has lasted.
  private boolean proved;
  /// Whether the last connection was of no use; the ones after it are not announced.
  private boolean flapping;
  private long lastProgress;
  private long since;
  private long connects;
  private Optional<String> lastError = Optional.empty();
  private volatile ForwarderState state;

  /// Reads the delivery mark.
  ///
  /// @param wake wakes the thread that turns the machine; called on other threads
  Delivery(Outbox outbox, MqttLink link, ForwarderOptions options, Ticker ticker, RandomGenerator random,
      Runnable wake) {
    this.link = link;
    this.options = options;
    this.topics = Topics.of(options.site(), options.terminal());
    this.ticker = ticker;
    this.wake = wake;
    long delivered = outbox.deliveredThrough();
    this.backlog = new Backlog(outbox, delivered);
    this.window = new DeliveryWindow(delivered);
    this.mark = new DeliveryMark(outbox, delivered);
    this.reconnection = new Reconnection(options.brokers(),
        new Backoff(options.reconnectMin(), options.reconnectMax(), random));
    this.refusals = new Refusals(new Backoff(options.reconnectMin(), options.reconnectMax(), random));
    this.since = ticker.micros();
    this.state = new ForwarderState(false, reconnection.url(), since, delivered, 0, lastError, 0, 0);
  }

  ForwarderState state() {
    return state;
  }

  /// There may be new entries in the outbox.
  void more() {
    backlog.more();
  }

  /// Does what can be done now. Blocks only while it connects, or the store works.
  ///
  /// @return microseconds until it wants to be called again at the latest; Long.MAX_VALUE for: when woken
  long step() {
    long now = ticker.micros();
    long wait = Long.MAX_VALUE;
    if (connection == null && reconnection.dueIn(now) == 0) {
      connect(now);
      now = ticker.micros();
    }
    Connection open = connection;
    if (open != null) {
      take(open, now);
      wait = judge(open, now);
    }
    open = connection;
    if (open != null) {
      wait = Math.min(wait, send(open, now));
    }
    if (connection == null) {
      wait = reconnection.dueIn(now);
    }
    mark.reached(window.deliveredThrough(), now);
    wait = Math.min(wait, mark.writeIfDue(now, window.inFlight() == 0 && backlog.empty()));
    publishState();
    return wait;
  }

  private void connect(long now) {
    BrokerUrl url = reconnection.url();
    // Nothing is to be written while a connect blocks, so that whoever closes meanwhile need not wait for it.
    mark.write(now);
    Inbox inbox = new Inbox(wake);
    try {
      MqttLink.Session session = link.connect(url, inbox);
      since = ticker.micros();
      connects++;
      proved = false;
      connection = new Connection(session, inbox, url, Math.min(options.window(), session.receiveMaximum()), since);
      lastProgress = since;
      backlog.rewind(window.deliveredThrough());
      if (!flapping) {
        LOG.info("connected to {}", url);
      }
    } catch (LinkException e) {
      reconnection.failed(ticker.micros());
      failed(String.valueOf(e.getMessage()));
    }
  }

  /// Says it once, not at every attempt.
  private void failed(String words) {
    if (!lastError.equals(Optional.of(words))) {
      LOG.warn("no delivery: {}", words);
    }
    lastError = Optional.of(words);
  }

  private void take(Connection open, long now) {
    for (Inbox.Answer answer : open.inbox().take()) {
      lastProgress = now;
      prove(open);
      if (answer.refusal()) {
        refused(answer.seq(), answer.reasonCode(), now);
      } else if (window.acknowledged(answer.seq())) {
        lastError = refusals.accepted() ? Optional.empty() : lastError;
      }
    }
  }

  private void prove(Connection open) {
    proved = true;
    if (flapping) {
      flapping = false;
      LOG.info("connected to {}, and it holds", open.url());
    }
  }

  private void refused(long seq, int reasonCode, long now) {
    window.refused(seq);
    if (refusals.refused(now)) {
      failed(String.format(Locale.ROOT, "the broker refuses entry %d (reason code 0x%02X); it is kept and sent again",
          seq, reasonCode));
    }
  }

  /// Ends the connection if it is lost or nothing comes back.
  ///
  /// @return microseconds until it must be judged again
  private long judge(Connection open, long now) {
    Optional<String> lost = open.inbox().lost();
    if (lost.isPresent()) {
      // What was acknowledged before the end counts.
      take(open, now);
      drop(open, now, lost.get());
      return 0;
    }
    if (now - open.since() >= micros(options.reconnectMax()) && !proved) {
      prove(open);
      lastError = refusals.holding() ? lastError : Optional.empty();
    }
    long left = Long.MAX_VALUE;
    if (window.inFlight() > 0) {
      left = lastProgress + micros(options.stallTimeout()) - now;
      if (left <= 0) {
        drop(open, now, "connected, but nothing is acknowledged for " + options.stallTimeout().toSeconds() + " s");
        return 0;
      }
    }
    return proved ? left : Math.min(left, open.since() + micros(options.reconnectMax()) - now);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private void drop(Connection open, long now, String why) {
    open.session().close();
    connection = null;
    since = now;
    window.connectionLost();
    refusals.connectionLost();
    if (proved) {
      reconnection.lost(now);
    } else {
      reconnection.failed(now);
      flapping = true;
    }
    failed(open.url() + ": " + why);
  }

  /// @return microseconds until there may be more to send, if nothing wakes us before
  private long send(Connection open, long now) {
    if (!refusals.holding()) {
      sendWhile(open, now, open.window());
      backlog.readAhead(now);
    } else if (window.inFlight() == 0 && refusals.dueIn(now) == 0) {
      // One entry as a probe: the first that was not taken.
      refusals.probing();
      backlog.rewind(window.deliveredThrough());
      sendWhile(open, now, 1);
    }
    if (refusals.holding() && window.inFlight() == 0) {
      return Math.max(refusals.dueIn(now), SHORTEST_HOLD_US);
    }
    return backlog.retryIn(now);
  }

  private void sendWhile(Connection open, long now, int most) {
    while (window.inFlight() < most) {
      Optional<StoredEntry> next = backlog.peek(now);
      if (next.isEmpty()) {
        return;
      }
      StoredEntry entry = next.get();
      backlog.remove();
      if (!window.wants(entry.seq())) {
        continue;
      }
      MqttLink.Publication publication = new MqttLink.Publication(entry.seq(), topics.of(entry),
          entry.body().getBytes(StandardCharsets.UTF_8), CONTENT_TYPE);
      if (window.inFlight() == 0) {
        lastProgress = now;
      }
      window.sent(entry.seq());
      if (publication.largestPacket() > open.session().maximumPacketSize()) {
        refused(entry.seq(), PACKET_TOO_LARGE, now);
        return;
      }
      try {
        open.session().publish(publication);
      } catch (LinkException e) {
        drop(open, now, String.valueOf(e.getMessage()));
        return;
      }
    }
  }

  /// Something is wrong with our own code: say so, and begin again with a new connection.
  void failed(RuntimeException e) {
    LOG.error("delivery failed, starting again", e);
    Connection open = connection;
    long now = ticker.micros();
    if (open != null) {
      proved = false;
      drop(open, now, "internal error: " + e);
    } else {
      reconnection.failed(now);
      lastError = Optional.of("internal error: " + e);
    }
    publishState();
  }

  private void publishState() {
    Connection open = connection;
    state = new ForwarderState(open != null, open == null ? reconnection.url() : open.url(), since,
        window.deliveredThrough(), window.inFlight(), lastError, connects, refusals.count());
  }

  /// Writes the mark and ends the connection.
  void close() {
    Connection open = connection;
    long now = ticker.micros();
    if (open != null) {
      take(open, now);
      mark.reached(window.deliveredThrough(), now);
    }
    mark.write(now);
    closeLink();
  }

  /// Ends the connection and leaves the store alone.
  void closeLink() {
    Connection open = connection;
    if (open != null) {
      connection = null;
      window.connectionLost();
      since = ticker.micros();
      open.session().close();
    }
    publishState();
  }
}
