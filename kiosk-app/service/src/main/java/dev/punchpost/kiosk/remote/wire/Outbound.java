package dev.punchpost.kiosk.remote.wire;

import dev.punchpost.kiosk.forward.Exchange.Outgoing;
import dev.punchpost.kiosk.forward.Exchange.Publish;
import dev.punchpost.kiosk.forward.Exchange.Subscribe;
import dev.punchpost.kiosk.forward.MqttLink.Publication;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What waits for the forwarder. Of retained messages only the newest of each topic waits. Bounded: who fills it asks
/// for [#room] first, and answers to commands, which cannot wait, push out the oldest answer. Thread-safe.
public final class Outbound {
  /// Content type of everything here that is no CloudEvents object.
  public static final String JSON = "application/json";

  private static final int PLACES = 200;

  private final Deque<Outgoing> first = new ArrayDeque<>();
  private final Map<String, Publish> retained = new LinkedHashMap<>();
  private final Deque<Publish> bulk = new ArrayDeque<>();
  private boolean open;

  /// A connection is there: what waited belongs to an old one, but answers are still wanted.
  public synchronized void open() {
    first.removeIf(Subscribe.class::isInstance);
    retained.clear();
    bulk.clear();
    open = true;
  }

  public synchronized void close() {
    open = false;
  }

  public synchronized boolean isOpen() {
    return open;
  }

  /// Free places for retained messages and bulk.
  public synchronized int room() {
    return open ? Math.max(0, PLACES - retained.size() - bulk.size()) : 0;
  }

  /// Subscribes on the connection that is there.
  public synchronized void subscribe(List<String> filters) {
    if (open) {
      first.add(new Subscribe(filters));
    }
  }

  /// An answer to a command: goes before everything else.
  public synchronized void answer(String topic, String json, byte[] correlationData) {
    if (first.size() >= PLACES) {
      first.removeFirst();
    }
    first.add(new Publish(new Publication(0, topic, json.getBytes(StandardCharsets.UTF_8), JSON, false,
        Optional.of(correlationData))));
  }

  /// An answer that cannot be matched to its request, because that had no correlation data.
  public synchronized void answer(String topic, String json) {
    if (first.size() >= PLACES) {
      first.removeFirst();
    }
    first.add(new Publish(new Publication(0, topic, json.getBytes(StandardCharsets.UTF_8), JSON, false,
        Optional.empty())));
  }

  /// A retained message in place of the one of its topic that still waits. Dropped without a connection.
  public synchronized void retain(String topic, byte[] payload) {
    if (open) {
      retained.put(topic, new Publish(new Publication(0, topic, payload, JSON, true, Optional.empty())));
    }
  }

  /// A message that nobody is in a hurry for. Dropped without a connection.
  public synchronized void bulk(Publish message) {
    if (open) {
      bulk.add(message);
    }
  }

  /// Takes the next one.
  public synchronized Optional<Outgoing> next() {
    if (!open) {
      return Optional.empty();
    }
    Outgoing urgent = first.poll();
    if (urgent != null) {
      return Optional.of(urgent);
    }
    Iterator<Publish> waiting = retained.values().iterator();
    if (waiting.hasNext()) {
      Publish next = waiting.next();
      waiting.remove();
      return Optional.of(next);
    }
    return Optional.ofNullable(bulk.poll());
  }
}
