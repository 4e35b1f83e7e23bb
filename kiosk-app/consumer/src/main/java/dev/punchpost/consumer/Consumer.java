package dev.punchpost.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.consumer.BrokerConnection.Message;
import dev.punchpost.consumer.ConsumerDatabase.Problem;
import dev.punchpost.consumer.ConsumerDatabase.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives, validates, stores, acknowledges; finds what is missing and asks for it; confirms what is there. All on the
/// thread that calls [#run]; [#stop] may be called from any.
public final class Consumer {
  private static final Logger LOG = LoggerFactory.getLogger(Consumer.class);
  private static final Pattern TOPIC = Pattern
      .compile("punchpost/v1/([a-z0-9-]{1,31})/([a-z0-9-]{1,31})/(punch|event|status|manifest|reply)(/.*)?");
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final long LOOK_MS = 500;
  private static final long ACK_MS = 1_000;
  private static final long ASK_AGAIN_MS = 20_000;
  private static final long AFTER_FAILURE_MS = 1_000;
  /// Blocks that are compared in one turn, so that receiving goes on.
  private static final int BLOCKS_AT_ONCE = 20;
  /// Most blocks that a terminal answers with.
  private static final int BLOCKS_ASKED = 500;
  private static final int BLOCK = 1_000;

  private final ConsumerOptions options;
  private final ConsumerDatabase database;
  private final Schemas schemas;
  private final LongSupplier nowMs;
  /// The ledger that each terminal has now.
  private final Map<TerminalName, String> current = new HashMap<>();
  /// Ledgers in which something may have changed.
  private final Set<String> touched = new HashSet<>();
  private final Map<String, Gap> gaps = new HashMap<>();
  /// Hashes of blocks that terminals have told, by ledger and first sequence.
  private final Map<String, TreeMap<Long, String>> told = new HashMap<>();
  private final Map<String, Long> acked = new HashMap<>();
  /// Older blocks that were asked for, so that each is asked for once.
  private final Set<String> blocksAsked = new HashSet<>();
  private long connectsSeen;
  private long lookedAt = Long.MIN_VALUE / 2;
  private long ackedAt = Long.MIN_VALUE / 2;
  private volatile boolean stopping;

  /// @param first missing first
  /// @param since when it was found to be missing
  private record Gap(long first, long since) {}

  /// @param nowMs monotonic milliseconds
  public Consumer(ConsumerOptions options, ConsumerDatabase database, Schemas schemas, LongSupplier nowMs) {
    this.options = options;
    this.database = database;
    this.schemas = schemas;
    this.nowMs = nowMs;
  }

  /// How a run ended.
  public enum End {
    /// Somebody has called [#stop].
    STOPPED,
    /// Everything is stored that terminals have named.
    COMPLETE,
    /// The time was over before everything was there.
    INCOMPLETE
  }

  /// Runs until it is stopped, or, with a limit, until everything is stored or the time is over.
  ///
  /// @param limit how long to wait for everything; empty to run for ever
  public End run(Optional<Duration> limit) throws InterruptedException {
    long end = limit.map(time -> nowMs.getAsLong() + time.toMillis()).orElse(Long.MAX_VALUE);
    try (BrokerConnection broker = new BrokerConnection(options)) {
      broker.start();
      boolean failing = false;
      List<Message> unsettled = List.of();
      while (!stopping) {
        try {
          List<Message> batch = unsettled.isEmpty() ? broker.take(WAIT) : unsettled;
          unsettled = batch;
          settle(batch);
          unsettled = List.of();
          look(broker);
          if (failing) {
            LOG.info("the database works again");
            failing = false;
          }
          if (limit.isPresent() && isComplete()) {
            acknowledge(broker, true);
            return End.COMPLETE;
          }
        } catch (SQLException e) {
          // Nothing was acknowledged: the same messages are stored once the database works.
          database.reconnect();
          if (!failing) {
            LOG.error("the database failed, trying again every second: {}", e.getMessage());
            failing = true;
          }
          TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MS);
        }
        if (nowMs.getAsLong() >= end) {
          return End.INCOMPLETE;
        }
      }
    }
    return End.STOPPED;
  }

  /// Ends [#run] soon.
  public void stop() {
    stopping = true;
  }

  /// Stores a batch in one transaction, then acknowledges it.
  private void settle(List<Message> batch) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Message message : batch) {
      Matcher topic = TOPIC.matcher(message.topic());
      if (topic.matches()) {
        TerminalName terminal = new TerminalName(topic.group(1), topic.group(2));
        try {
          switch (topic.group(3)) {
            case "punch", "event" -> entry(terminal, topic.group(3), message, problems).ifPresent(entries::add);
            case "status" -> status(terminal, message.payload());
            case "manifest" -> manifest(terminal, message.payload());
            default -> reply(terminal, message.payload());
          }
        } catch (Schemas.Invalid e) {
          problems.add(new Problem(ProblemKind.INVALID, terminal, "", 0, topic.group(3) + ": " + e.getMessage()));
        }
      }
    }
    if (!entries.isEmpty()) {
      database.store(entries);
      entries.forEach(entry -> touched.add(entry.ledger()));
    }
    for (Problem problem : problems) {
      LOG.warn("{}: {} {}", problem.terminal(), problem.kind(), problem.detail());
      database.report(problem);
    }
    batch.forEach(message -> message.acknowledge().run());
  }

  private Optional<Entry> entry(TerminalName terminal, String topic, Message message, List<Problem> problems)
      throws Schemas.Invalid {
    JsonNode json = schemas.valid("entry", message.payload());
    String type = json.path("type").asText();
    if (topic.equals("punch")) {
      schemas.validate("punch", json);
    } else if (schemas.knows(type)) {
      schemas.validate("event/" + type.substring("dev.punchpost.".length()), json);
    }
    String body = new String(message.payload(), StandardCharsets.UTF_8);
    Entry entry = Entry.of(terminal, json, body);
    if (!json.path("source").asText().equals("/punchpost/" + terminal)) {
      throw new Schemas.Invalid("source " + json.path("source").asText() + " came on a topic of " + terminal);
    }
    if (!Entry.isWhole(json, body)) {
      problems.add(new Problem(ProblemKind.ALTERED, terminal, entry.ledger(), entry.seq(),
          "entry " + entry.id() + " is not what its hash says; it was not stored and is asked for again"));
      return Optional.empty();
    }
    return Optional.of(entry);
  }

  private void status(TerminalName terminal, byte[] payload) throws Schemas.Invalid, SQLException {
    if (payload.length == 0) {
      return;
    }
    JsonNode json = schemas.valid("status", payload);
    String ledger = json.path("ledger").asText();
    String before = current.put(terminal, ledger);
    if (before != null && !before.equals(ledger)) {
      LOG.warn("{} has begun a new ledger, {}", terminal, ledger);
    }
    List<Long> holes = new ArrayList<>();
    json.path("holes").forEach(hole -> holes.add(hole.asLong()));
    if (json.path("online").asBoolean()) {
      database.told(terminal, ledger, Math.max(1, json.path("firstSequence").asLong()),
          json.path("lastSequence").asLong(), json.path("sentThrough").asLong(), holes);
      touched.add(ledger);
    }
  }

  private void manifest(TerminalName terminal, byte[] payload) throws Schemas.Invalid {
    if (payload.length == 0) {
      return;
    }
    JsonNode json = schemas.valid("manifest", payload);
    String ledger = json.path("ledger").asText();
    if (ledger.equals(current.getOrDefault(terminal, ledger))) {
      remember(ledger, json.path("blocks"));
    }
  }

  private void remember(String ledger, JsonNode blocks) {
    TreeMap<Long, String> known = told.computeIfAbsent(ledger, _ -> new TreeMap<>());
    blocks.forEach(block -> known.put(block.path("first").asLong(), block.path("sha256").asText()));
    touched.add(ledger);
  }

  private void reply(TerminalName terminal, byte[] payload) throws Schemas.Invalid {
    JsonNode json = schemas.valid("command-reply", payload);
    String command = json.path("command").asText();
    if (!json.path("outcome").asText().equals("done")) {
      LOG.warn("{} does not {}: {}", terminal, command, json.path("reason").asText());
    } else if (command.equals("manifest")) {
      String ledger = current.get(terminal);
      if (ledger != null) {
        remember(ledger, json.path("result").path("blocks"));
      }
    }
  }

  /// Looks after the ledgers that terminals have now.
  private void look(BrokerConnection broker) throws SQLException {
    long now = nowMs.getAsLong();
    if (broker.connects() != connectsSeen) {
      // The broker may have forgotten what was retained there.
      connectsSeen = broker.connects();
      acked.clear();
    }
    if (now - lookedAt < LOOK_MS) {
      return;
    }
    lookedAt = now;
    for (Map.Entry<TerminalName, String> terminal : current.entrySet()) {
      String ledger = terminal.getValue();
      if (touched.remove(ledger) || gaps.containsKey(ledger)) {
        LedgerState state = database.advance(ledger);
        mend(broker, state, now);
        if (compare(broker, state)) {
          touched.add(ledger);
        }
      }
    }
    acknowledge(broker, now - ackedAt >= ACK_MS);
  }

  /// Asks for what has been missing for a while, one range from the first to the last that is missing.
  private void mend(BrokerConnection broker, LedgerState state, long now) throws SQLException {
    String ledger = state.ledger();
    Optional<Long> last = database.lastMissing(state, state.sentThrough());
    if (last.isEmpty()) {
      gaps.remove(ledger);
      return;
    }
    long first = state.through() + 1;
    Gap known = gaps.get(ledger);
    if (known == null || known.first() != first) {
      gaps.put(ledger, new Gap(first, now));
    } else if (broker.isConnected() && now - known.since() >= options.patience().toMillis()
        && database.mayAsk(ledger, first, last.get(), ASK_AGAIN_MS)) {
      LOG.info("{}: entries {} to {} are asked for again", state.terminal(), first, last.get());
      broker.command(state.terminal(), "replay", "{\"ledger\":\"" + ledger + "\",\"from\":" + first + ",\"to\":"
          + last.get() + ",\"requestedBy\":\"" + options.name() + "\"}");
    }
  }

  /// Compares full blocks with the manifest, each once.
  ///
  /// @return whether there is more to compare
  private boolean compare(BrokerConnection broker, LedgerState state) throws SQLException {
    TreeMap<Long, String> blocks = told.get(state.ledger());
    long verified = Math.max(state.verifiedThrough(), (state.first() - 1 + BLOCK - 1) / BLOCK * BLOCK);
    if (blocks == null || blocks.isEmpty() || verified + BLOCK > state.through()) {
      return false;
    }
    if (!blocks.containsKey(verified + 1)) {
      Long next = blocks.higherKey(verified);
      long to = next == null ? state.through() : next - 1;
      if (next != null && broker.isConnected()
          && blocksAsked.add(state.ledger() + " " + (verified + 1))) {
        broker.command(state.terminal(), "manifest", "{\"ledger\":\"" + state.ledger() + "\",\"from\":" + (verified + 1)
            + ",\"to\":" + Math.min(to, verified + (long) BLOCKS_ASKED * BLOCK) + ",\"requestedBy\":\"" + options.name()
            + "\"}");
      }
      return false;
    }
    for (int i = 0; i < BLOCKS_AT_ONCE && verified + BLOCK <= state.through(); i++) {
      String expected = blocks.get(verified + 1);
      if (expected == null) {
        return true;
      }
      long first = verified + 1;
      Optional<String> found = database.blockHash(state.ledger(), first, verified + BLOCK);
      // A block with a hole in it cannot be compared.
      if (found.isPresent() && !found.get().equals(expected)) {
        Problem problem = new Problem(ProblemKind.MANIFEST, state.terminal(), state.ledger(), first,
            "entries " + first + " to " + (verified + BLOCK) + " are not those of the manifest");
        LOG.error("{}: {}", state.terminal(), problem.detail());
        database.report(problem);
      }
      verified += BLOCK;
      blocks.headMap(verified, true).clear();
    }
    database.verified(state.ledger(), verified);
    return verified + BLOCK <= state.through();
  }

  private void acknowledge(BrokerConnection broker, boolean due) throws SQLException {
    if (!due || !broker.isConnected()) {
      return;
    }
    ackedAt = nowMs.getAsLong();
    for (Map.Entry<TerminalName, String> terminal : current.entrySet()) {
      String ledger = terminal.getValue();
      Optional<LedgerState> state = database.state(ledger);
      long through = state.map(LedgerState::through).orElse(0L);
      if (through > 0 && through != acked.getOrDefault(ledger, 0L)) {
        acked.put(ledger, through);
        broker.publish(terminal.getKey().topics() + "ack/" + options.name(),
            "{\"ledger\":\"" + ledger + "\",\"through\":" + through + "}");
      }
    }
  }

  /// Whether every terminal that was heard of has its newest entry here, and everything before it.
  private boolean isComplete() throws SQLException {
    if (current.isEmpty() || !touched.isEmpty()) {
      return false;
    }
    for (String ledger : current.values()) {
      Optional<LedgerState> state = database.state(ledger);
      if (state.isEmpty() || state.get().through() < state.get().last()) {
        return false;
      }
    }
    return true;
  }
}
