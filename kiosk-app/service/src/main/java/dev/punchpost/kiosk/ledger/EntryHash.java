package dev.punchpost.kiosk.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// The SHA-256 (FIPS 180-4) of an entry: of its canonical JSON without the member `data.hash`, and so with
/// `data.prev`, the hash of the entry before it.
///
/// @param hex 64 lower-case hexadecimal digits
public record EntryHash(String hex) {
  public EntryHash {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("a hash has 64 lower-case hexadecimal digits");
    }
  }

  /// Of the UTF-8 bytes of a text.
  public static EntryHash of(String text) {
    return new EntryHash(HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8))));
  }

  /// The hash that an entry's body names as its own. Reads the text as a stream: the binding of JSON to objects would cost
  /// every start of the terminal the loading of some 400 classes.
  ///
  /// @return empty if there is none, or the text is no JSON object
  public static Optional<EntryHash> in(String body) {
    try (JsonParser json = new JsonFactory().createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean data = json.currentName().equals("data");
        if (json.nextToken() == JsonToken.START_OBJECT && data) {
          return hash(json);
        }
        json.skipChildren();
      }
    } catch (IOException e) {
      // No JSON, so it names nothing.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<EntryHash> hash(JsonParser data) throws IOException {
    while (data.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = data.currentName().equals("hash");
      if (data.nextToken() == JsonToken.VALUE_STRING && found && isHex(data.getText())) {
        return Optional.of(new EntryHash(data.getText()));
      }
      data.skipChildren();
    }
    return Optional.empty();
  }

  /// What the first entry of a ledger follows. Made of the ledger's UUID, so that the beginning of one ledger cannot
  /// pass for that of another.
  public static EntryHash genesis(LedgerId ledger) {
    return of("punchpost-ledger-genesis-v1\n" + ledger + "\n");
  }

  public static boolean isHex(String text) {
    if (text.length() != 64) {
      return false;
    }
    for (int i = 0; i < 64; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /// A new digest; every Java has this one.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
