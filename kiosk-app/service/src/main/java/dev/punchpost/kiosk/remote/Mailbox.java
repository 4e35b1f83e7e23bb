package dev.punchpost.kiosk.remote;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.forward.Correspondent;
import dev.punchpost.kiosk.forward.MqttLink.Publication;
import dev.punchpost.kiosk.forward.MqttLink.Received;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between the forwarder's thread and the remote thread: neither waits for the other. Thread-safe.
///
/// What comes in is bounded. Presence is dropped first when the remote thread does not keep up: it is retained at the
/// broker, and is asked for again.
public final class Mailbox implements Correspondent {
  private static final int PRESENCE_PLACES = 10_000;
  private static final int PLACES = 11_000;
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  /// What the forwarder's thread has to say.
  sealed interface Mail {}

  /// A new connection.
  ///
  /// @param unconfirmed first sequence that was sent again and may be lost
  record Connected(OptionalLong unconfirmed) implements Mail {}

  /// @param arrivedUs microseconds since boot
  record Arrived(Received message, long arrivedUs) implements Mail {}

  private final RemoteTopics topics;
  private final Ticker ticker;
  private final Outbound outbound;
  private final Deque<Mail> mail = new ArrayDeque<>();
  private boolean dropped;
  private volatile @Nullable Thread owner;

  public Mailbox(RemoteTopics topics, Ticker ticker, Outbound outbound) {
    this.topics = topics;
    this.ticker = ticker;
    this.outbound = outbound;
  }

  /// The thread that is woken by what comes.
  void owner(Thread thread) {
    owner = thread;
  }

  /// Takes everything that has come.
  List<Mail> take() {
    List<Mail> taken;
    boolean again;
    synchronized (this) {
      taken = new ArrayList<>(mail);
      mail.clear();
      again = dropped;
      dropped = false;
    }
    if (again) {
      LOG.info("presence comes faster than it can be read; it is asked for once more");
      outbound.subscribe(List.of(topics.allPresence()));
    }
    return taken;
  }

  private void wake() {
    LockSupport.unpark(owner);
  }

  @Override
  public List<String> filters() {
    return topics.subscriptions();
  }

  @Override
  public void connected() {
    OptionalLong unconfirmed = outbound.connected();
    synchronized (this) {
      mail.removeIf(Connected.class::isInstance);
      mail.add(new Connected(unconfirmed));
    }
    wake();
  }

  @Override
  public List<String> moreFilters() {
    return outbound.takeFilters();
  }

  @Override
  public void subscribed(String filter, int reasonCode) {
    if (reasonCode >= 0x80) {
      LOG.warn("the broker refuses the subscription {} (reason code {})", filter, Integer.toHexString(reasonCode));
    }
  }

  @Override
  public void received(Received message) {
    boolean presence = topics.presenceOf(message.topic()).isPresent();
    synchronized (this) {
      if (mail.size() >= (presence ? PRESENCE_PLACES : PLACES)) {
        dropped |= presence;
        return;
      }
      mail.add(new Arrived(message, ticker.micros()));
    }
    wake();
  }

  @Override
  public Optional<Publication> next() {
    return outbound.next();
  }

  @Override
  public void answered(long seq, int reasonCode) {
    outbound.answered(seq, reasonCode);
    wake();
  }
}
