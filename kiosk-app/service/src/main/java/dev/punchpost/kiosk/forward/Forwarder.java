package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.store.Outbox;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends every ledger entry to the broker, in order, and moves the delivery mark as they are acknowledged.
///
/// It owns its thread (`forwarder`), the outbox and the link. Starts and works with no broker at all. Delivery is at
/// least once: what was not acknowledged when a connection or the process ends is sent again. [#wake()], [#again()],
/// [#state()] and [#close()] may be called from any thread.
public final class Forwarder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final long LONGEST_PARK_US = 3_600_000_000L;
  private static final long AFTER_FAILURE_US = 1_000_000;

  private final Delivery delivery;
  private final Thread thread;
  /// Only reads the outbox.
  private final ExecutorService reader = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("outbox-reader").factory());
  private final AtomicBoolean news = new AtomicBoolean(true);
  private final AtomicBoolean again = new AtomicBoolean();
  private volatile boolean closing;
  private volatile boolean connecting;

  private Forwarder(Outbox outbox, MqttLink link, ForwarderOptions options, Surroundings surroundings) {
    thread = Thread.ofPlatform().daemon().name("forwarder").unstarted(this::run);
    MqttLink interruptible = (url, listener) -> connect(link, url, listener);
    delivery = new Delivery(outbox, interruptible, options, surroundings, () -> LockSupport.unpark(thread),
        reader);
  }

  /// Reads the delivery mark and starts.
  ///
  /// @throws dev.punchpost.kiosk.store.StoreException if the mark cannot be read
  public static Forwarder start(Outbox outbox, MqttLink link, ForwarderOptions options, Surroundings surroundings) {
    Forwarder forwarder = new Forwarder(outbox, link, options, surroundings);
    forwarder.thread.start();
    return forwarder;
  }

  /// Entries that were set aside were marked to be sent again. Never blocks.
  public void again() {
    again.set(true);
    wake();
  }

  /// Something was committed. Costs the caller well under a microsecond and never blocks.
  public void wake() {
    news.set(true);
    LockSupport.unpark(thread);
  }

  /// How delivery stands. No waiting, no store access.
  public ForwarderState state() {
    return delivery.state();
  }

  private void run() {
    try {
      while (!closing) {
        turn();
      }
      delivery.close();
    } catch (ClosedWhileConnecting e) {
      delivery.closeLink();
    }
  }

  private void turn() {
    long wait;
    try {
      if (news.getAndSet(false)) {
        delivery.more();
      }
      if (again.getAndSet(false)) {
        delivery.again();
      }
      wait = delivery.step();
    } catch (ClosedWhileConnecting e) {
      throw e;
    } catch (RuntimeException e) {
      delivery.failed(e);
      wait = AFTER_FAILURE_US;
    }
    if (wait > 0 && !closing && !news.get()) {
      LockSupport.parkNanos(this, Math.min(wait, LONGEST_PARK_US) * 1_000);
    }
  }

  private MqttLink.Session connect(MqttLink link, BrokerUrl url, MqttLink.Listener listener) {
    MqttLink.Session session;
    try {
      connecting = true;
      session = link.connect(url, listener);
    } catch (LinkException e) {
      if (closing) {
        throw new ClosedWhileConnecting();
      }
      throw e;
    } finally {
      connecting = false;
    }
    if (closing) {
      session.close();
      throw new ClosedWhileConnecting();
    }
    return session;
  }

  /// The way out of a connect that nobody waits for any more.
  private static final class ClosedWhileConnecting extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Writes the delivery mark, ends the connection and the thread. When it returns, the outbox is no longer used: an
  /// attempt to connect that is still under way ends by itself, and touches nothing. Idempotent.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    long end = System.nanoTime() + LONGEST_CLOSE.toNanos();
    try {
      while (!thread.join(LOOK_AGAIN)) {
        if (connecting) {
          return;
        }
        if (System.nanoTime() - end > 0) {
          LOG.warn("the forwarder has not ended within {} s", LONGEST_CLOSE.toSeconds());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      endReading();
    }
  }

  /// A read takes milliseconds.
  private void endReading() {
    reader.shutdown();
    try {
      if (!reader.awaitTermination(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the outbox is still being read after {} s", LONGEST_CLOSE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
