package dev.punchpost.kiosk.forward;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.Content.AckRefused.Reason;
import dev.punchpost.kiosk.store.Outbox;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What consumers say to have stored: `{"ledger": "<UUID>", "through": n}`, retained, on `…/ack/{consumer}`. Only the
/// required consumer's word moves the mark; the others' are for show. One that cannot be true is refused and reported,
/// each once and not too many, because anybody who may write the topic could fill the ledger else. One thread.
final class ConsumerAcks {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerAcks.class);
  private static final JsonFactory JSON = JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int LARGEST = 1_024;
  private static final int MOST_CONSUMERS = 16;
  private static final int REPORTS = 5;
  private static final long REPORT_EVERY_US = 60_000_000;

  private final String prefix;
  private final Optional<String> required;
  private final Outbox outbox;
  private final Progress progress;
  private final PendingNotices notices;
  private final Map<String, Content.AckRefused> reported = new LinkedHashMap<>();
  private final SortedMap<String, Long> stored = new TreeMap<>();
  private SortedMap<String, Long> snapshot = new TreeMap<>();
  private int reports = REPORTS;
  private long reportsSince = Long.MIN_VALUE / 2;

  /// @param prefix `…/ack/`
  ConsumerAcks(String prefix, Optional<String> required, Outbox outbox, Progress progress, PendingNotices notices) {
    this.prefix = prefix;
    this.required = required;
    this.outbox = outbox;
    this.progress = progress;
    this.notices = notices;
  }

  /// What to subscribe to.
  String filter() {
    return prefix + "+";
  }

  boolean isAck(String topic) {
    return topic.startsWith(prefix);
  }

  /// How far each consumer says to be, by name.
  SortedMap<String, Long> stored() {
    return snapshot;
  }

  /// @return whether the mark has moved
  boolean received(MqttLink.Received message, long now) {
    String consumer = message.topic().substring(prefix.length());
    if (!NAME.matcher(consumer).matches()) {
      refuse(new Content.AckRefused("?", Reason.MALFORMED, OptionalLong.empty()), now);
      return false;
    }
    if (message.payload().length == 0) {
      // The retained one was deleted.
      return false;
    }
    Optional<Claim> claim = Claim.parse(message.payload());
    if (claim.isEmpty()) {
      refuse(new Content.AckRefused(consumer, Reason.MALFORMED, OptionalLong.empty()), now);
      return false;
    }
    long through = claim.get().through();
    if (!claim.get().ledger().equals(outbox.ledger().toString())) {
      refuse(new Content.AckRefused(consumer, Reason.OTHER_LEDGER, OptionalLong.of(through)), now);
      return false;
    }
    if (through > Math.min(progress.sentThrough(), outbox.committedThrough())) {
      refuse(new Content.AckRefused(consumer, Reason.BEYOND_SENT, OptionalLong.of(through)), now);
      return false;
    }
    if (stored.size() < MOST_CONSUMERS || stored.containsKey(consumer)) {
      stored.put(consumer, through);
      snapshot = new TreeMap<>(stored);
    }
    return required.equals(Optional.of(consumer)) && progress.confirmed(through);
  }

  private void refuse(Content.AckRefused refusal, long now) {
    if (refusal.equals(reported.get(refusal.consumer()))) {
      return;
    }
    long minutes = (now - reportsSince) / REPORT_EVERY_US;
    if (minutes > 0) {
      reports = (int) Math.min(REPORTS, reports + minutes);
      reportsSince = now;
    }
    if (reports == 0) {
      return;
    }
    reports--;
    if (reported.size() >= MOST_CONSUMERS) {
      reported.remove(reported.keySet().iterator().next());
    }
    reported.put(refusal.consumer(), refusal);
    LOG.warn("an acknowledgement of consumer {} is refused: {}", refusal.consumer(), refusal.reason());
    notices.add(refusal);
  }

  /// What a message says.
  private record Claim(String ledger, long through) {
    /// @return empty if it does not say it in the form of the contract; further members are for later versions
    static Optional<Claim> parse(byte[] payload) {
      if (payload.length > LARGEST) {
        return Optional.empty();
      }
      String ledger = "";
      long through = -1;
      try (JsonParser json = JSON.createParser(payload)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          return Optional.empty();
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          JsonToken value = json.nextToken();
          if (name.equals("ledger") && value == JsonToken.VALUE_STRING) {
            ledger = json.getText();
          } else if (name.equals("through") && value == JsonToken.VALUE_NUMBER_INT) {
            through = json.getLongValue();
          } else {
            json.skipChildren();
          }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
          return Optional.empty();
        }
      } catch (IOException e) {
        return Optional.empty();
      }
      return ledger.isEmpty() || through < 0 ? Optional.empty() : Optional.of(new Claim(ledger, through));
    }
  }
}
