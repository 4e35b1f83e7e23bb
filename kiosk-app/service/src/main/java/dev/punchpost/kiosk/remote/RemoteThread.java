package dev.punchpost.kiosk.remote;

import dev.punchpost.hal.time.Ticker;
import dev.punchpost.kiosk.forward.MqttLink.Received;
import dev.punchpost.kiosk.remote.command.Commands;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread `remote`: reads what has come from the network, does it, and fills what is to be sent. It owns all parts
/// of [RemoteParts] and reads the store; it never waits for the network, and what it enters into the ledger goes through
/// the punch thread's queue. [#wake] and [#close] may be called from any thread.
public final class RemoteThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteThread.class);
  /// Whoever wants to be called again at once must not take a core for it.
  private static final long LEAST_PAUSE_US = 1_000;
  private static final long AFTER_FAILURE_US = 1_000_000;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final RemoteTopics topics;
  private final Mailbox mailbox;
  private final RemoteParts parts;
  private final Commands commands;
  private final Ticker ticker;
  private final Runnable wakeForwarder;
  private final Thread thread;
  private volatile boolean closing;
  private boolean failing;

  private RemoteThread(RemoteTopics topics, Mailbox mailbox, RemoteParts parts, Commands commands, Ticker ticker,
      Runnable wakeForwarder) {
    this.topics = topics;
    this.mailbox = mailbox;
    this.parts = parts;
    this.commands = commands;
    this.ticker = ticker;
    this.wakeForwarder = wakeForwarder;
    this.thread = Thread.ofPlatform().daemon().name("remote").unstarted(this::run);
  }

  /// Starts the thread.
  ///
  /// @param commands made of the same parts
  /// @param wakeForwarder there may be something to send
  public static RemoteThread start(RemoteTopics topics, Mailbox mailbox, RemoteParts parts, Commands commands,
      Ticker ticker, Runnable wakeForwarder) {
    RemoteThread remote = new RemoteThread(topics, mailbox, parts, commands, ticker, wakeForwarder);
    mailbox.owner(remote.thread);
    remote.thread.start();
    return remote;
  }

  /// Something was committed. Never blocks.
  public void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closing) {
      long wait;
      try {
        wait = turn();
        if (failing) {
          LOG.info("remote work goes on");
          failing = false;
        }
      } catch (RuntimeException e) {
        wait = AFTER_FAILURE_US;
        if (!failing) {
          LOG.error("remote work failed, trying again every second", e);
          failing = true;
        }
      }
      if (!closing) {
        LockSupport.parkNanos(this, Math.max(wait, LEAST_PAUSE_US) * 1_000);
      }
    }
  }

  private long turn() {
    for (Mailbox.Mail mail : mailbox.take()) {
      switch (mail) {
        case Mailbox.Connected(var unconfirmed) -> parts.connected(unconfirmed, ticker.micros());
        case Mailbox.Arrived(var message, var arrivedUs) -> arrived(message, arrivedUs);
      }
    }
    commands.step();
    long wait = parts.step(ticker.micros());
    if (parts.hasOutbound()) {
      wakeForwarder.run();
    }
    return wait;
  }

  private void arrived(Received message, long arrivedUs) {
    long now = ticker.micros();
    String topic = message.topic();
    Optional<RemoteTopics.Presence> presence = topics.presenceOf(topic);
    Optional<String> command = topics.command(topic);
    Optional<String> chunk = topics.rosterChunk(topic);
    if (presence.isPresent()) {
      parts.presence().received(presence.get(), message, now);
    } else if (command.isPresent()) {
      commands.received(command.get(), message, arrivedUs);
    } else if (topic.equals(topics.config())) {
      parts.settings().ifPresent(central -> central.received(message.payload()));
    } else if (topic.equals(topics.rosterCurrent())) {
      parts.roster().current(message, now);
    } else if (chunk.isPresent()) {
      parts.roster().chunk(chunk.get(), message, now);
    }
  }

  /// Ends the thread. When it returns the store is no longer read.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      if (Thread.currentThread() != thread && !thread.join(LONGEST_CLOSE)) {
        LOG.warn("the remote thread has not ended within {} s", LONGEST_CLOSE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.close();
  }
}
