package dev.punchpost.kiosk.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads one line byte by byte and takes it only if it is the canonical form (RFC 8785) of an object as the ledger
/// writes them: integers within ±(2^53 - 1), member names of printable ASCII without `"` and `\`, at most 16 levels.
/// There is one such text for each content, so a line that is taken can be hashed as it is, and no other reader of it
/// can see something else in it.
///
/// A million lines have to be read in seconds, so no tree is built: the scan notes where the members of the object, and
/// of its member `data`, begin and end. One thread, one line.
final class CanonicalScan {
  private static final int DEEPEST = 16;
  private static final long LARGEST = (1L << 53) - 1;

  /// Where a member is: from the quote of its name to the end of its value.
  record Span(int from, int valueFrom, int to) {}

  private static final class NotCanonical extends Exception {
    private static final long serialVersionUID = 1L;

    NotCanonical() {
      super(null, null, false, false);
    }
  }

  private final byte[] bytes;
  private final Map<String, Span> members = new HashMap<>(16);
  private final Map<String, Span> data = new HashMap<>(32);
  private boolean ascii = true;
  private int at;

  private CanonicalScan(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @return empty if the line is not canonical
  static Optional<CanonicalScan> of(byte[] line) {
    CanonicalScan scan = new CanonicalScan(line);
    try {
      scan.object(1, false);
      if (scan.at != line.length) {
        return Optional.empty();
      }
      if (!scan.ascii) {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      }
      return Optional.of(scan);
    } catch (NotCanonical | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  byte[] bytes() {
    return bytes;
  }

  Optional<Span> dataMember(String name) {
    return Optional.ofNullable(data.get(name));
  }

  /// A text of the object, empty if it is not there, no text, or has an escape in it.
  Optional<String> text(String name) {
    return text(members.get(name));
  }

  /// A text of `data`, likewise.
  Optional<String> dataText(String name) {
    return text(data.get(name));
  }

  /// A whole number of `data`; -1 if it is not there or no number.
  long dataNumber(String name) {
    Span span = data.get(name);
    if (span == null || bytes[span.valueFrom] != '-' && !digit(bytes[span.valueFrom])) {
      return -1;
    }
    return Long.parseLong(string(span.valueFrom, span.to));
  }

  @SuppressWarnings("NullAway") // a map's get
  private Optional<String> text(@org.jspecify.annotations.Nullable Span span) {
    if (span == null || bytes[span.valueFrom] != '"') {
      return Optional.empty();
    }
    String text = string(span.valueFrom + 1, span.to - 1);
    return text.indexOf('\\') < 0 ? Optional.of(text) : Optional.empty();
  }

  private String string(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private void object(int depth, boolean isData) throws NotCanonical {
    expect('{');
    if (take('}')) {
      return;
    }
    int before = -1;
    int beforeEnd = -1;
    do {
      int from = at;
      name();
      int nameEnd = at - 1;
      if (before >= 0 && java.util.Arrays.compareUnsigned(bytes, before, beforeEnd, bytes, from + 1, nameEnd) >= 0) {
        throw new NotCanonical();
      }
      before = from + 1;
      beforeEnd = nameEnd;
      expect(':');
      int valueFrom = at;
      if (depth == 1) {
        String name = string(before, beforeEnd);
        value(depth, name.equals("data"));
        members.put(name, new Span(from, valueFrom, at));
      } else {
        value(depth, false);
        if (isData) {
          data.put(string(before, beforeEnd), new Span(from, valueFrom, at));
        }
      }
    } while (take(','));
    expect('}');
  }

  private void array(int depth) throws NotCanonical {
    expect('[');
    if (take(']')) {
      return;
    }
    do {
      value(depth, false);
    } while (take(','));
    expect(']');
  }

  private void value(int depth, boolean isData) throws NotCanonical {
    switch (peek()) {
      case '{' -> object(deeper(depth), isData);
      case '[' -> array(deeper(depth));
      case '"' -> text();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private static int deeper(int depth) throws NotCanonical {
    if (depth == DEEPEST) {
      throw new NotCanonical();
    }
    return depth + 1;
  }

  private void name() throws NotCanonical {
    expect('"');
    for (byte c = next(); c != '"'; c = next()) {
      if (c < ' ' || c == 0x7F || c == '\\') {
        throw new NotCanonical();
      }
    }
  }

  private void text() throws NotCanonical {
    expect('"');
    for (byte c = next(); c != '"'; c = next()) {
      if (c == '\\') {
        escape();
      } else if (c < 0) {
        ascii = false;
      } else if (c < ' ') {
        throw new NotCanonical();
      }
    }
  }

  /// RFC 8785, section 3.2.2.2: the short form where there is one, four hexadecimal digits for the other control
  /// characters, and none for anything else.
  private void escape() throws NotCanonical {
    switch (next()) {
      case '"', '\\', 'b', 't', 'n', 'f', 'r' -> {
        // as it must be
      }
      case 'u' -> {
        expect('0');
        expect('0');
        byte high = next();
        byte low = next();
        boolean hex = digit(low) || low >= 'a' && low <= 'f';
        int code = (high - '0') * 16 + (digit(low) ? low - '0' : low - 'a' + 10);
        if (high != '0' && high != '1' || !hex || code >= 8 && code <= 10 || code == 12 || code == 13) {
          throw new NotCanonical();
        }
      }
      default -> throw new NotCanonical();
    }
  }

  private void number() throws NotCanonical {
    boolean negative = take('-');
    int from = at;
    while (at < bytes.length && digit(bytes[at])) {
      at++;
    }
    int digits = at - from;
    if (digits == 0 || digits > 16 || bytes[from] == '0' && (digits > 1 || negative)
        || Long.parseLong(string(from, at)) > LARGEST) {
      throw new NotCanonical();
    }
  }

  private void word(String word) throws NotCanonical {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  private static boolean digit(byte c) {
    return c >= '0' && c <= '9';
  }

  private byte peek() throws NotCanonical {
    if (at == bytes.length) {
      throw new NotCanonical();
    }
    return bytes[at];
  }

  private byte next() throws NotCanonical {
    byte c = peek();
    at++;
    return c;
  }

  private boolean take(char c) {
    if (at < bytes.length && bytes[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws NotCanonical {
    if (next() != c) {
      throw new NotCanonical();
    }
  }
}
