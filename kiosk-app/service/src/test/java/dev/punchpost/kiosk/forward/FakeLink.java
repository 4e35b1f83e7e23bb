package dev.punchpost.kiosk.forward;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A broker that does what the test tells it.
final class FakeLink implements MqttLink {
  /// Every publication ever handed over, in order.
  final List<Publication> published = new ArrayList<>();
  final List<BrokerUrl> attempts = new ArrayList<>();
  final List<FakeSession> sessions = new ArrayList<>();
  Optional<LinkException> failure = Optional.empty();
  int receiveMaximum = 20;
  int maximumPacketSize = Integer.MAX_VALUE;
  /// What the broker does with each publication; nothing at first.
  Consumer<FakeSession> afterConnect = session -> {};
  boolean acknowledgeAtOnce;

  @Override
  public Session connect(BrokerUrl url, Listener listener) {
    attempts.add(url);
    if (failure.isPresent()) {
      throw failure.get();
    }
    FakeSession session = new FakeSession(listener);
    sessions.add(session);
    afterConnect.accept(session);
    return session;
  }

  FakeSession session() {
    return sessions.getLast();
  }

  List<Long> sequences() {
    return published.stream().map(Publication::seq).toList();
  }

  final class FakeSession implements Session {
    private final Listener listener;
    final List<String> subscribed = new ArrayList<>();
    final List<Long> unanswered = new ArrayList<>();
    boolean closed;

    FakeSession(Listener listener) {
      this.listener = listener;
    }

    @Override
    public int receiveMaximum() {
      return receiveMaximum;
    }

    @Override
    public int maximumPacketSize() {
      return maximumPacketSize;
    }

    @Override
    public void publish(Publication publication) {
      if (closed) {
        throw new LinkException(LinkException.Kind.LOST, "closed", null);
      }
      published.add(publication);
      unanswered.add(publication.seq());
      if (unanswered.size() > receiveMaximum) {
        throw new AssertionError("more than the receive maximum in flight");
      }
      if (acknowledgeAtOnce) {
        answer(publication.seq(), 0);
      }
    }

    @Override
    public void subscribe(List<String> filters) {
      subscribed.addAll(filters);
      filters.forEach(filter -> listener.subscribed(filter, 1));
    }

    void receive(String topic, String payload, boolean retained) {
      listener.received(new Received(topic, payload.getBytes(StandardCharsets.UTF_8), retained, Optional.empty(),
          Optional.empty(), OptionalLong.empty()));
    }

    void answer(long seq, int reasonCode) {
      unanswered.remove(seq);
      listener.acknowledged(seq, reasonCode);
    }

    void answerAll() {
      List.copyOf(unanswered).forEach(seq -> answer(seq, 0));
    }

    void lose(int code, String why) {
      listener.lost(code, why);
    }

    void lose(String why) {
      listener.lost(why);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
