package dev.punchpost.kiosk.remote.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.files.PrivateFile;
import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.remote.wire.RemoteJson;
import dev.punchpost.kiosk.remote.wire.RemoteJson.Malformed;
import dev.punchpost.kiosk.roster.WorkerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages that wait for their worker's next tick, one for each worker, the newest; kept in the data directory. The
/// remote thread writes; [#take] is called by the punch thread after a commit: a look into memory.
///
/// They are a courtesy, not a record: a power cut may show one twice.
public final class WorkerMessages {
  static final String NAME = "messages";
  static final int MOST = 1_000;
  private static final int LARGEST = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(WorkerMessages.class);

  private record Message(String text, long expiryMs) {}

  private final Path file;
  private final Map<WorkerId, Message> waiting = new ConcurrentHashMap<>();
  private volatile boolean changed;

  /// Reads what waits. A file that cannot be read is as good as none.
  public WorkerMessages(Path directory) {
    this.file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return;
    }
    try {
      JsonNode json = RemoteJson.object(Files.readAllBytes(file), LARGEST);
      for (JsonNode each : json.path("messages")) {
        waiting.put(new WorkerId(RemoteJson.text(each, "worker", 32)), new Message(RemoteJson.text(each, "text", 500),
            RemoteJson.whole(each, "expiryMs", 0, CanonicalJson.LARGEST)));
      }
    } catch (IOException | Malformed | IllegalArgumentException e) {
      LOG.warn("messages to workers cannot be read, they are dropped: {}", e.getMessage());
    }
  }

  /// @return false if too many wait
  public boolean put(WorkerId worker, String text, int hours, Reading now) {
    if (now.state() != ClockState.UNSET) {
      waiting.values().removeIf(message -> message.expiryMs() < now.wall().toEpochMilli());
    }
    if (waiting.size() >= MOST && !waiting.containsKey(worker)) {
      return false;
    }
    waiting.put(worker, new Message(text, now.wall().toEpochMilli() + hours * 3_600_000L));
    changed = true;
    return true;
  }

  /// The message for a worker who stands here now; it will not be given again.
  public Optional<String> take(WorkerId worker, Reading now) {
    Message message = waiting.remove(worker);
    if (message == null) {
      return Optional.empty();
    }
    changed = true;
    boolean old = now.state() != ClockState.UNSET && message.expiryMs() < now.wall().toEpochMilli();
    return old ? Optional.empty() : Optional.of(message.text());
  }

  /// Writes what has changed. Remote thread.
  public void step() {
    if (!changed) {
      return;
    }
    changed = false;
    List<CanonicalJson> messages = new ArrayList<>();
    new HashMap<>(waiting).forEach((worker, message) -> messages.add(CanonicalJson.object()
        .put("worker", worker.value()).put("text", message.text()).put("expiryMs", message.expiryMs()).build()));
    try {
      PrivateFile.replace(file, CanonicalJson.object().put("messages", CanonicalJson.array(messages)).build().text()
          .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("messages to workers cannot be kept: {}", e.getMessage());
    }
  }
}
