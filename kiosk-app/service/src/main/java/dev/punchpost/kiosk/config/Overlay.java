package dev.punchpost.kiosk.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.punchpost.kiosk.files.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a central system has set: values of some keys, which win over the configuration file. It is kept in the data
/// directory as it was sent (`overlay.json`). Its values are checked as if they stood in the file; see
/// `docs/schema/config.json`.
///
/// @param version the central system's own name for it
/// @param sha256 of the message, lower-case hex
/// @param values by dotted key; text, whole number or boolean
/// @param message as it was sent
public record Overlay(String version, String sha256, SortedMap<String, Object> values, byte[] message) {
  /// The file's name in the data directory.
  public static final String NAME = "overlay.json";
  /// Largest message in bytes.
  public static final int LARGEST = 16 * 1024;

  /// Keys that a central system may set: none of them can cut the terminal off from it, make it another terminal, or
  /// send it to other devices or files.
  public static final Set<String> KEYS = Set.of("terminal.language", "terminal.time-zone", "punch.repeat-window",
      "punch.longest-shift", "punch.queue", "mqtt.keep-alive", "mqtt.stall-timeout", "mqtt.reconnect-min",
      "mqtt.reconnect-max");

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._:+-]{1,64}");
  private static final Path SHOWN = Path.of("central configuration");
  /// Made when there is something to read: a start without an overlay does without.
  private static final class Json {
    static final ObjectReader READER = new ObjectMapper(
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build()).build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).reader();

    private Json() {}
  }

  public Overlay {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /// What a message turned out to be.
  public sealed interface Result {
    record Good(Overlay overlay) implements Result {}

    /// @param version if it could be read
    record Bad(Optional<String> version, String sha256, List<Mistake> mistakes) implements Result {
      public Bad {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /// Reads a message: its form and its keys. The values are checked together with a file, by [#over].
  public static Result parse(byte[] message) {
    String sha256 = sha256(message);
    List<Mistake> mistakes = new ArrayList<>();
    JsonNode json;
    try {
      json = message.length > LARGEST ? Json.READER.createObjectNode() : Json.READER.readTree(message);
    } catch (JsonProcessingException e) {
      return new Result.Bad(Optional.empty(), sha256, List.of(mistake("", "something that is not JSON", "JSON")));
    } catch (IOException e) {
      return new Result.Bad(Optional.empty(), sha256, List.of(mistake("", "bytes that are not UTF-8", "UTF-8")));
    }
    if (message.length > LARGEST) {
      mistakes.add(mistake("", "more than " + LARGEST + " bytes", "at most " + LARGEST + " bytes"));
    } else if (!json.isObject()) {
      mistakes.add(mistake("", "something that is not an object", "an object with version and settings"));
    }
    json.fieldNames().forEachRemaining(name -> {
      if (!name.equals("version") && !name.equals("settings")) {
        mistakes.add(mistake(Shown.plain(name), "an unknown member", "version and settings"));
      }
    });
    String version = json.path("version").asText();
    boolean named = json.path("version").isTextual() && VERSION.matcher(version).matches();
    SortedMap<String, Object> values = new TreeMap<>();
    if (mistakes.isEmpty()) {
      if (!named) {
        mistakes.add(mistake("version", "something else", "text that matches " + VERSION));
      }
      if (json.path("settings").isObject()) {
        values(json.path("settings"), values, mistakes);
      } else {
        mistakes.add(mistake("settings", "something else", "an object of keys and values"));
      }
    }
    return mistakes.isEmpty()
        ? new Result.Good(new Overlay(version, sha256, values, message))
        : new Result.Bad(named ? Optional.of(version) : Optional.empty(), sha256, mistakes);
  }

  private static void values(JsonNode settings, SortedMap<String, Object> values, List<Mistake> mistakes) {
    for (Map.Entry<String, JsonNode> setting : settings.properties()) {
      String key = setting.getKey();
      JsonNode value = setting.getValue();
      if (!KEYS.contains(key)) {
        mistakes.add(mistake(Shown.plain(key), "a key that may not be set centrally",
            "one of " + String.join(", ", new TreeSet<>(KEYS))));
      } else if (value.isTextual()) {
        values.put(key, value.textValue());
      } else if (value.isIntegralNumber() && value.canConvertToLong()) {
        values.put(key, value.longValue());
      } else if (value.isBoolean()) {
        values.put(key, value.booleanValue());
      } else {
        mistakes.add(mistake(key, "neither text nor a whole number nor true or false", "a value as in the file"));
      }
    }
  }

  /// The configuration of a file with these values in place of its own.
  ///
  /// @return bad if a value is not one that the file could have, or does not go together with the file's others
  public SettingsResult over(SettingsResult.Good file) {
    return SettingsReader.parse(file.source().text(), file.source().file(), file.source().file(), Optional.of(this));
  }

  static Mistake mistake(String key, String found, String expected) {
    return new Mistake(SHOWN, 0, key, found, expected);
  }

  /// What is kept in a data directory. A file that is not whole, or not good for this version of the program, counts as
  /// none.
  public static Optional<Overlay> load(Path directory) {
    Path file = directory.resolve(NAME);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      return parse(Files.readAllBytes(file)) instanceof Result.Good(Overlay overlay)
          ? Optional.of(overlay)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Keeps it in the data directory, in one step: a power cut leaves the old one or this one.
  ///
  /// @throws IOException if it cannot be written; the old one is unharmed
  public void save(Path directory) throws IOException {
    PrivateFile.replace(directory.resolve(NAME), message);
  }

  /// Names it only.
  @Override
  public String toString() {
    return SHOWN + " " + Shown.quoted(version);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
