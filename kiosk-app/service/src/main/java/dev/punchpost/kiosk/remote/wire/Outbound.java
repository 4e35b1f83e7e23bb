package dev.punchpost.kiosk.remote.wire;

import dev.punchpost.kiosk.forward.MqttLink.Publication;
import dev.punchpost.kiosk.ledger.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// What waits for the forwarder, filled by the remote thread. Answers to commands go first, then retained messages, of
/// which only the newest of each topic waits, then entries that are sent again, few at a time, so that they never hold
/// up a tap. Bounded: who fills it asks for [#room] first, and answers, which cannot wait, push out the oldest answer.
/// Thread-safe.
public final class Outbound {
  private static final String JSON = "application/json";
  private static final String CLOUD_EVENT = "application/cloudevents+json";
  private static final int PLACES = 200;
  /// Messages that may be unanswered, answers to commands not counted: a small part of any broker's window (mosquitto's
  /// is 20), because the forwarder sends these before ledger entries.
  private static final int IN_FLIGHT = 4;
  private static final int PACKET_TOO_LARGE = 0x95;

  private sealed interface Waiting {}

  private record Answer(String topic, byte[] payload, Optional<byte[]> correlationData) implements Waiting {}

  private record Retained(String topic, byte[] payload) implements Waiting {}

  private record Replayed(String topic, StoredEntry entry) implements Waiting {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final Map<String, Retained> retained = new LinkedHashMap<>();
  private final Deque<Replayed> replays = new ArrayDeque<>();
  private final Map<Long, Waiting> inFlight = new HashMap<>();
  /// Sequences of entries sent again, waiting or on their way.
  private final TreeSet<Long> unconfirmed = new TreeSet<>();
  private final Set<String> tooLarge = new HashSet<>();
  private List<String> filters = List.of();
  private boolean connected;
  private long lastNumber;

  /// A new connection: everything retained will be told anew, and what was sent again and not confirmed is lost.
  ///
  /// @return the first sequence that is to be sent again once more
  public synchronized OptionalLong connected() {
    connected = true;
    filters = List.of();
    retained.clear();
    replays.clear();
    inFlight.clear();
    tooLarge.clear();
    OptionalLong first = unconfirmed.isEmpty() ? OptionalLong.empty() : OptionalLong.of(unconfirmed.first());
    unconfirmed.clear();
    return first;
  }

  /// Whether there ever was a connection: before, there is nobody to tell anything to.
  public synchronized boolean isConnected() {
    return connected;
  }

  /// Free places for retained messages and entries.
  public synchronized int room() {
    return connected ? Math.max(0, PLACES - retained.size() - replays.size()) : 0;
  }

  /// Nothing waits, and everything was answered.
  public synchronized boolean isEmpty() {
    return answers.isEmpty() && retained.isEmpty() && replays.isEmpty() && inFlight.isEmpty();
  }

  /// Asks for more subscriptions on this connection.
  public synchronized void subscribe(List<String> more) {
    List<String> all = new ArrayList<>(filters);
    all.addAll(more);
    filters = List.copyOf(all);
  }

  /// The subscriptions that were asked for since.
  public synchronized List<String> takeFilters() {
    List<String> taken = filters;
    filters = List.of();
    return taken;
  }

  /// An answer to a command.
  ///
  /// @param correlationData of the request, if it had any
  public synchronized void answer(String topic, String json, Optional<byte[]> correlationData) {
    if (answers.size() >= PLACES) {
      answers.removeFirst();
    }
    answers.add(new Answer(topic, bytes(json), correlationData));
  }

  /// A retained message in place of the one of its topic that still waits.
  public synchronized void retain(String topic, byte[] payload) {
    if (connected) {
      retained.put(topic, new Retained(topic, payload));
    }
  }

  /// A ledger entry, once more.
  public synchronized void replay(String topic, StoredEntry entry) {
    if (connected) {
      replays.add(new Replayed(topic, entry));
      unconfirmed.add(entry.seq());
    }
  }

  /// Takes the next message. Its `seq` is below 0.
  public synchronized Optional<Publication> next() {
    Waiting next = answers.poll();
    if (next == null && inFlight.size() < IN_FLIGHT) {
      Iterator<Retained> waiting = retained.values().iterator();
      if (waiting.hasNext()) {
        next = waiting.next();
        waiting.remove();
      } else {
        next = replays.poll();
      }
    }
    if (next == null) {
      return Optional.empty();
    }
    long number = --lastNumber;
    inFlight.put(number, next);
    return Optional.of(switch (next) {
      case Answer(var topic, var payload, var correlation) ->
        new Publication(number, topic, payload, JSON, false, correlation);
      case Retained(var topic, var payload) -> new Publication(number, topic, payload, JSON, true, Optional.empty());
      case Replayed(var topic, var entry) ->
        new Publication(number, topic, bytes(entry.body()), CLOUD_EVENT, false, Optional.empty());
    });
  }

  /// The broker has answered.
  ///
  /// @param number `seq` of the publication
  public synchronized void answered(long number, int reasonCode) {
    switch (inFlight.remove(number)) {
      case Retained(var topic, var _) when reasonCode == PACKET_TOO_LARGE -> tooLarge.add(topic);
      case Replayed(var _, var entry) -> unconfirmed.remove(entry.seq());
      case null, default -> {
        // Refused or not: an answer is sent once, and a retained message comes again when it changes.
      }
    }
  }

  /// Whether a message of this topic was too large for the broker since this was asked last.
  public synchronized boolean takeTooLarge(String topic) {
    return tooLarge.remove(topic);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
