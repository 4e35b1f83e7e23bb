package dev.punchpost.kiosk.forward;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.store.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivery as a machine that is turned by [#step()]: it does what can be done now and says when it wants to be turned
/// again. It knows no threads and no waiting, so tests own the time. One thread.
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  /// A connection that was accepted.
  private record Connection(MqttLink.Session session, Inbox inbox, BrokerUrl url, int window, long since) {}

  private final MqttLink link;
  private final ForwarderOptions options;
  private final Ticker ticker;
  private final Runnable wake;
  private final Correspondent correspondent;
  private final PendingNotices notices;
  private final Quarantine quarantine;
  private final Progress progress;
  private final ConsumerAcks acks;
  private final Outflow outflow;
  private final DeliveryMark mark;
  private final Reconnection reconnection;
  private @Nullable Connection connection;
  /// Whether the connection has been of use: something was answered, or it has lasted.
  private boolean proved;
  /// Whether the last connection was of no use; the ones after it are not announced.
  private boolean flapping;
  private long lastProgress;
  private long since;
  private long connects;
  private Optional<String> lastError = Optional.empty();
  /// Whether that is of a connection that was lost or not made: one that holds takes it back.
  private boolean connectionFailed;
  private volatile ForwarderState state;

  /// Reads the delivery mark, and what was set aside.
  ///
  /// @param wake wakes the thread that turns the machine; called on other threads
  /// @param reader reads the outbox ahead; `Runnable::run` for one thread alone
  Delivery(Outbox outbox, MqttLink link, ForwarderOptions options, Surroundings surroundings, Runnable wake,
      Executor reader) {
    this.link = link;
    this.options = options;
    this.ticker = surroundings.ticker();
    this.wake = wake;
    this.correspondent = surroundings.correspondent();
    this.notices = new PendingNotices(surroundings.notices());
    this.quarantine = new Quarantine(outbox, notices, surroundings.wall());
    long delivered = outbox.deliveredThrough();
    this.progress = new Progress(delivered, outbox.sentThrough(), options.consumer().isPresent(),
        quarantine.sequences());
    this.acks = new ConsumerAcks(Topics.of(options.site(), options.terminal()).ack(), options.consumer(), outbox,
        progress, notices);
    this.outflow = new Outflow(outbox, options, correspondent, quarantine, progress, backoff(surroundings), reader);
    this.mark = new DeliveryMark(outbox, delivered);
    this.reconnection = new Reconnection(options.brokers(), backoff(surroundings));
    this.since = ticker.micros();
    this.state = new ForwarderState(false, reconnection.url(), since, progress.mark(), progress.sentThrough(), 0,
        lastError, 0, 0, quarantine.sequences(), acks.stored());
  }

  private Backoff backoff(Surroundings surroundings) {
    return new Backoff(options.reconnectMin(), options.reconnectMax(), surroundings.random());
  }

  ForwarderState state() {
    return state;
  }

  /// There may be new entries in the outbox.
  void more() {
    outflow.more();
  }

  /// Entries that were set aside may be wanted again.
  void again() {
    quarantine.reload();
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
    mark.reached(progress.mark(), now);
    wait = Math.min(wait, mark.writeIfDue(now, outflow.idle()));
    wait = Math.min(wait, notices.offer());
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
      outflow.connected(since);
      if (!flapping) {
        LOG.info("connected to {}", url);
      }
      subscribe(session);
    } catch (LinkException e) {
      if (connection == null) {
        reconnection.failed(ticker.micros(), e.kind());
        failed(String.valueOf(e.getMessage()));
        connectionFailed = true;
      } else {
        drop(connection, ticker.micros(), RefusalCode.NONE, String.valueOf(e.getMessage()));
      }
    }
  }

  private void subscribe(MqttLink.Session session) {
    List<String> filters = new ArrayList<>();
    filters.add(acks.filter());
    filters.addAll(correspondent.filters());
    session.subscribe(filters);
    correspondent.connected();
  }

  /// Says it once, not at every attempt.
  private void failed(String words) {
    if (!lastError.equals(Optional.of(words))) {
      LOG.warn("no delivery: {}", words);
    }
    lastError = Optional.of(words);
    connectionFailed = false;
  }

  private void take(Connection open, long now) {
    for (Inbox.Answer answer : open.inbox().take()) {
      lastProgress = now;
      prove(open);
      Optional<String> wrong = outflow.answered(answer.seq(), answer.reasonCode(), now);
      if (wrong.isEmpty()) {
        lastError = Optional.empty();
      } else if (!wrong.get().isEmpty()) {
        failed(wrong.get());
      }
    }
    for (MqttLink.Received message : open.inbox().takeMessages()) {
      if (!acks.isAck(message.topic())) {
        correspondent.received(message);
      } else if (acks.received(message, now)) {
        outflow.confirmed(now);
      }
    }
    for (Inbox.Subscription answer : open.inbox().takeSubscriptions()) {
      if (answer.reasonCode() >= 0x80) {
        failed("the broker refuses the subscription to " + answer.filter() + ": "
            + RefusalCode.words(answer.reasonCode()));
      }
      if (!answer.filter().equals(acks.filter())) {
        correspondent.subscribed(answer.filter(), answer.reasonCode());
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

  /// Ends the connection if it is lost or nothing comes back.
  ///
  /// @return microseconds until it must be judged again
  private long judge(Connection open, long now) {
    Optional<Inbox.Lost> lost = open.inbox().lost();
    if (lost.isPresent()) {
      // What was acknowledged before the end counts.
      take(open, now);
      drop(open, now, lost.get().reasonCode(), lost.get().reason());
      return 0;
    }
    long holdsIn = open.since() + micros(options.reconnectMax()) - now;
    if (holdsIn <= 0 && (!proved || connectionFailed)) {
      // With nothing to deliver no acknowledgement would ever take the error back.
      prove(open);
      connectionFailed = false;
      lastError = outflow.holding() ? lastError : Optional.empty();
    }
    long left = Long.MAX_VALUE;
    if (outflow.inFlight() > 0) {
      left = lastProgress + micros(options.stallTimeout()) - now;
      if (left <= 0) {
        drop(open, now, RefusalCode.NONE,
            "connected, but nothing is acknowledged for " + options.stallTimeout().toSeconds() + " s");
        return 0;
      }
    }
    return proved && !connectionFailed ? left : Math.min(left, holdsIn);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private void drop(Connection open, long now, int code, String why) {
    open.session().close();
    connection = null;
    since = now;
    outflow.connectionLost(code, now);
    if (proved) {
      reconnection.lost(now);
    } else {
      reconnection.failed(now, LinkException.Kind.LOST);
      flapping = true;
    }
    failed(open.url() + ": " + why);
    connectionFailed = true;
  }

  /// @return microseconds until there may be more to send, if nothing wakes us before
  private long send(Connection open, long now) {
    if (outflow.inFlight() == 0) {
      lastProgress = now;
    }
    try {
      List<String> more = correspondent.moreFilters();
      if (!more.isEmpty()) {
        open.session().subscribe(more);
      }
      return outflow.send(open.session(), open.window(), now);
    } catch (LinkException e) {
      drop(open, now, RefusalCode.NONE, String.valueOf(e.getMessage()));
      return 0;
    }
  }

  /// Something is wrong with our own code: say so, and begin again with a new connection.
  void failed(RuntimeException e) {
    LOG.error("delivery failed, starting again", e);
    Connection open = connection;
    long now = ticker.micros();
    if (open != null) {
      proved = false;
      drop(open, now, RefusalCode.NONE, "internal error: " + e);
    } else {
      reconnection.failed(now, LinkException.Kind.LOST);
      lastError = Optional.of("internal error: " + e);
    }
    publishState();
  }

  private void publishState() {
    Connection open = connection;
    state = new ForwarderState(open != null, open == null ? reconnection.url() : open.url(), since,
        progress.mark(), progress.sentThrough(), outflow.inFlight(), lastError, connects, outflow.refusals(),
        quarantine.sequences(), acks.stored());
  }

  /// Writes the mark and ends the connection.
  void close() {
    Connection open = connection;
    long now = ticker.micros();
    if (open != null) {
      take(open, now);
      mark.reached(progress.mark(), now);
    }
    mark.write(now);
    outflow.settle(now);
    closeLink();
  }

  /// Ends the connection and leaves the store alone.
  void closeLink() {
    Connection open = connection;
    if (open != null) {
      connection = null;
      outflow.connectionLost(RefusalCode.NONE, ticker.micros());
      since = ticker.micros();
      open.session().close();
    }
    publishState();
  }
}
