package dev.punchpost.demo.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchpost.demo.Answer;
import dev.punchpost.demo.Scene;
import dev.punchpost.demo.Stage;
import dev.punchpost.demo.Witness;
import dev.punchpost.demo.judge.Delivery;
import dev.punchpost.demo.judge.Verdict;
import dev.punchpost.demo.terminal.Badge;
import dev.punchpost.demo.terminal.Crew;
import dev.punchpost.demo.terminal.PanelLine;
import io.javalin.http.sse.SseClient;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What the pages are told, as server-sent events: everything once, then each change. A page that cannot keep up is
/// dropped, and asks again. Thread-safe.
final class Stream implements Witness {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_MESSAGES = 100;
  private static final int MOST_WAITING = 500;
  private static final long HEARTBEAT_SECONDS = 10;

  private record Event(String name, String data) {}

  private final Deque<JsonNode> messages = new ArrayDeque<>();
  private final List<LinkedBlockingQueue<Event>> pages = new ArrayList<>();
  private Optional<Stage> stage = Optional.empty();
  private Optional<JsonNode> screen = Optional.empty();
  private boolean closed;

  /// Says where the scene can be asked for; before that there is none.
  synchronized void attach(Stage attached) {
    stage = Optional.of(attached);
  }

  @Override
  public synchronized void shown(PanelLine line) {
    JsonNode node = read(line.json());
    screen = Optional.of(node);
    tell("screen", node);
    changed();
  }

  @Override
  public synchronized void arrived(Delivery delivery) {
    ObjectNode message = JSON.createObjectNode().put("topic", delivery.topic()).put("json", delivery.json());
    message.set("event", read(delivery.json()));
    messages.addFirst(message);
    if (messages.size() > MOST_MESSAGES) {
      messages.removeLast();
    }
    tell("message", message);
    changed();
  }

  @Override
  public synchronized void changed() {
    stage.ifPresent(known -> tell("scene", scene(known.scene())));
  }

  /// The outcome of a tap, where the panel has nothing to say about it.
  synchronized void answered(Badge badge, Answer answer) {
    if (answer instanceof Answer.None(var why)) {
      tell("silence", JSON.createObjectNode().put("badge", badge.number()).put("name", badge.name()).put("why", why));
    }
  }

  /// Serves one page until it leaves.
  void serve(SseClient client) {
    LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    Optional<Stage> known;
    synchronized (this) {
      known = stage;
    }
    if (known.isEmpty()) {
      client.close();
      return;
    }
    // Between everything and the first change nothing may be missed, nor told twice.
    known.get().look(scene -> {
      synchronized (this) {
        queue.add(new Event("everything", everything(scene).toString()));
        pages.add(queue);
      }
    });
    client.keepAlive();
    client.onClose(() -> leave(queue));
    Thread.ofVirtual().name("page").start(() -> send(client, queue));
  }

  synchronized void close() {
    closed = true;
    pages.clear();
  }

  private void send(SseClient client, LinkedBlockingQueue<Event> queue) {
    try {
      while (!client.terminated() && serves(queue)) {
        Event event = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
          client.sendComment("still here");
        } else {
          client.sendEvent(event.name(), event.data());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave(queue);
      client.close();
    }
  }

  private synchronized boolean serves(LinkedBlockingQueue<Event> queue) {
    return !closed && pages.contains(queue);
  }

  private synchronized void leave(LinkedBlockingQueue<Event> queue) {
    pages.remove(queue);
  }

  private void tell(String name, JsonNode data) {
    Event event = new Event(name, data.toString());
    pages.removeIf(page -> !page.offer(event));
  }

  private ObjectNode everything(Scene scene) {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode badges = all.putArray("badges");
    Crew.workers().forEach(badge -> badges.add(badge(badge)));
    badges.add(badge(Crew.stranger()));
    all.put("zone", ZoneId.systemDefault().getId());
    all.set("scene", scene(scene));
    screen.ifPresent(shown -> all.set("screen", shown));
    all.putArray("messages").addAll(messages);
    return all;
  }

  private static ObjectNode badge(Badge badge) {
    ObjectNode node = JSON.createObjectNode().put("number", badge.number()).put("name", badge.name()).put("language",
        badge.language());
    badge.worker().ifPresent(id -> node.put("worker", id));
    return node;
  }

  private static ObjectNode scene(Scene scene) {
    Verdict verdict = scene.verdict();
    ObjectNode node = JSON.createObjectNode().put("cable", scene.cable()).put("reader", scene.reader())
        .put("power", scene.power().name()).put("online", scene.online()).put("waiting", scene.waiting())
        .put("ticks", verdict.ticks()).put("punches", verdict.punches()).put("events", verdict.events())
        .put("unticked", verdict.unticked()).put("redeliveries", verdict.redeliveries())
        .put("onTheirWay", verdict.onTheirWay());
    verdict.complaints().forEach(node.putArray("complaints")::add);
    return node;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("checked before, and not JSON", e);
    }
  }
}
