package dev.punchpost.kiosk.remote.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.clock.TerminalClock;
import dev.punchpost.kiosk.forward.MqttLink.Received;
import dev.punchpost.kiosk.ledger.CanonicalJson;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteJson;
import dev.punchpost.kiosk.remote.wire.RemoteJson.Malformed;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes commands, checks them, has them done at most once, answers each and enters it into the ledger. The remote thread
/// owns it.
public final class Commands {
  /// Longest expiry of a command in seconds: ids are kept until then.
  static final long LONGEST_EXPIRY = 86_400;
  static final int LONGEST_CORRELATION = 128;
  /// A door must not open for a wish of yesterday.
  static final long LONGEST_UNLOCK_EXPIRY = 60;
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,31}");
  private static final int BURST = 20;
  private static final long INTERVAL_US = 3_000_000;
  /// At most one entry for so long about commands that came too fast.
  private static final long TELL_LIMITED_US = 60_000_000;

  private final LedgerId ledger;
  private final RemoteTopics topics;
  private final TerminalClock clock;
  private final ExecutedCommands executed;
  private final CommandActions actions;
  private final Outbound outbound;
  private final Consumer<Content> notes;
  private final RateLimit limit;
  private final Set<String> retainedRefused = new HashSet<>();
  private int limited;
  private long limitedToldAt = Long.MIN_VALUE / 2;

  /// @param directory the data directory, where ids are kept
  /// @param notes takes what belongs into the ledger
  /// @throws IOException if it cannot be known which commands were executed
  public Commands(LedgerId ledger, RemoteTopics topics, Path directory, TerminalClock clock, CommandActions actions,
      Outbound outbound, Consumer<Content> notes) throws IOException {
    this.ledger = ledger;
    this.topics = topics;
    this.clock = clock;
    this.executed = new ExecutedCommands(directory);
    this.actions = actions;
    this.outbound = outbound;
    this.notes = notes;
    this.limit = new RateLimit(BURST, INTERVAL_US, clock.now().monotonicUs());
  }

  /// A message on `cmd/{name}`.
  ///
  /// @param arrivedUs when it came, in microseconds since boot
  public void received(String name, Received message, long arrivedUs) {
    Reading now = clock.now();
    String command = NAME.matcher(name).matches() ? name : "unknown";
    if (message.retained() && retainedRefused.size() < 1_000 && !retainedRefused.add(message.topic())) {
      // It comes again with each connection, and was answered the first time.
      return;
    }
    if (!limit.allows(now.monotonicUs())) {
      limited++;
      answer(message, CommandReply.refused(command, "too many commands: one each " + INTERVAL_US / 1_000_000
          + " s, " + BURST + " at once"));
      return;
    }
    String requestedBy = "";
    CommandReply reply;
    try {
      requireEnvelope(message, arrivedUs, now);
      JsonNode json = RemoteJson.object(message.payload(), CommandRequest.LARGEST);
      requestedBy = CommandRequest.requestedBy(json);
      Optional<CommandRequest> request = CommandRequest.parse(name, json);
      reply = request.isEmpty()
          ? CommandReply.refused(command, "unknown command")
          : execute(command, request.get(), message, arrivedUs, now);
    } catch (Malformed e) {
      reply = CommandReply.refused(command, e.reason());
    } catch (RuntimeException e) {
      LOG.error("command {} failed", command, e);
      reply = CommandReply.failed(command, "internal error: " + e.getClass().getSimpleName());
    }
    notes.accept(new Content.CommandReceived(command, requestedBy, correlation(message), reply.outcome(),
        reply.reason()));
    answer(message, reply);
  }

  /// Enters into the ledger that commands came too fast, now and then.
  public void step() {
    if (limited == 0) {
      return;
    }
    long now = clock.now().monotonicUs();
    if (now - limitedToldAt >= TELL_LIMITED_US) {
      notes.accept(new Content.CommandsLimited(limited));
      limited = 0;
      limitedToldAt = now;
    }
  }

  private void requireEnvelope(Received message, long arrivedUs, Reading now) throws Malformed {
    if (message.retained()) {
      throw new Malformed("a retained command is never executed");
    }
    if (message.responseTopic().isEmpty()) {
      throw new Malformed("no response topic");
    }
    if (!topics.mayAnswerTo(message.responseTopic().get())) {
      throw new Malformed("the response topic is not one that answers may go to");
    }
    int length = message.correlationData().map(data -> data.length).orElse(0);
    if (length < 1 || length > LONGEST_CORRELATION) {
      throw new Malformed("correlation data of 1 to " + LONGEST_CORRELATION + " bytes is needed");
    }
    if (message.expirySeconds().isEmpty() || message.expirySeconds().getAsLong() > LONGEST_EXPIRY) {
      throw new Malformed("a message expiry of at most " + LONGEST_EXPIRY + " s is needed");
    }
    requireInTime(message, arrivedUs, now);
    if (executed.contains(correlation(message), now)) {
      throw new Malformed("this correlation data was used before: the command is not executed again");
    }
  }

  private static void requireInTime(Received message, long arrivedUs, Reading now) throws Malformed {
    long life = message.expirySeconds().orElse(0) * 1_000_000;
    if (now.monotonicUs() - arrivedUs >= life) {
      throw new Malformed("expired");
    }
  }

  private CommandReply execute(String command, CommandRequest request, Received message, long arrivedUs, Reading now)
      throws Malformed {
    switch (request) {
      case CommandRequest.Replay(var wanted, var _, var _) -> requireLedger(wanted);
      case CommandRequest.Manifest(var wanted, var _, var _) -> requireLedger(wanted);
      case CommandRequest.Unlock() -> {
        if (message.expirySeconds().orElse(0) > LONGEST_UNLOCK_EXPIRY) {
          throw new Malformed("a message expiry of at most " + LONGEST_UNLOCK_EXPIRY + " s is needed to unlock a door");
        }
      }
      default -> {
        // The others are not about sequences.
      }
    }
    try {
      if (!executed.add(correlation(message), message.expirySeconds().orElse(0), now)) {
        return CommandReply.failed(command, "too many commands that have not expired");
      }
    } catch (IOException e) {
      LOG.warn("a command's id cannot be written down: {}", e.getMessage());
      return CommandReply.failed(command, "its id cannot be written down, so it is not executed");
    }
    // Writing may have taken a while on a slow card.
    requireInTime(message, arrivedUs, clock.now());
    return switch (request) {
      case CommandRequest.Identify(int seconds) -> {
        actions.identify(seconds);
        yield CommandReply.done(command);
      }
      case CommandRequest.Replay(var _, var from, var to) -> {
        long entries = actions.replay(from, to);
        yield entries < 0
            ? CommandReply.failed(command, "too many replays wait already")
            : CommandReply.done(command, CanonicalJson.object().put("entries", entries).build());
      }
      case CommandRequest.Manifest(var _, var from, var to) -> CommandReply.done(command,
          CanonicalJson.object().put("ledger", ledger.toString()).put("blocks", actions.manifest(from, to)).build());
      case CommandRequest.Message(var worker, var text, int hours) -> actions.message(worker, text, hours)
          ? CommandReply.done(command)
          : CommandReply.failed(command, "too many messages wait already");
      case CommandRequest.Refresh() -> {
        actions.refresh();
        yield CommandReply.done(command);
      }
      case CommandRequest.Restart() -> {
        actions.restart();
        yield CommandReply.done(command);
      }
      case CommandRequest.Unlock() -> switch (actions.unlock(correlation(message))) {
        case TAKEN -> CommandReply.done(command);
        case NO_DOOR -> CommandReply.refused(command, "this terminal has no door");
        case NOT_WORKING -> CommandReply.failed(command, "the door does not work; 'doctor' tells more");
      };
      case CommandRequest.Doctor() ->
        CommandReply.done(command, CanonicalJson.object().put("checks", actions.doctor()).build());
    };
  }

  private void requireLedger(LedgerId wanted) throws Malformed {
    if (!wanted.equals(ledger)) {
      throw new Malformed("another ledger; this terminal's is " + ledger);
    }
  }

  private static String correlation(Received message) {
    return message.correlationData().filter(data -> data.length <= LONGEST_CORRELATION).map(HexFormat.of()::formatHex)
        .orElse("");
  }

  private void answer(Received message, CommandReply reply) {
    message.responseTopic().filter(topics::mayAnswerTo)
        .ifPresent(topic -> outbound.answer(topic, reply.json(), message.correlationData()));
  }
}
