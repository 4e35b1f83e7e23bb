package dev.punchpost.drivers.serialline;

import dev.punchpost.drivers.presence.FrameDecoder;
import dev.punchpost.hal.credential.Credential;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;

/// From bytes to lines to credentials.
final class LineDecoder implements FrameDecoder {
  /// A character of UTF-16 takes at most three bytes of UTF-8.
  private static final int BYTES_PER_CHARACTER = 3;

  private final SerialLine.Options options;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
      .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final byte[] line;
  private int length;
  private boolean skipping;
  private long rejected;
  private long noise;

  LineDecoder(SerialLine.Options options) {
    this.options = options;
    line = new byte[options.longest() * BYTES_PER_CHARACTER];
  }

  @Override
  public void accept(byte next, Consumer<Credential> found) {
    if (next == '\r' || next == '\n') {
      if (!skipping && length > 0) {
        finish(found);
      }
      skipping = false;
      length = 0;
    } else if (skipping) {
      noise++;
    } else if (length == line.length) {
      rejected++;
      skipping = true;
    } else {
      line[length++] = next;
    }
  }

  private void finish(Consumer<Credential> found) {
    Optional<Credential> credential = text().flatMap(this::value).flatMap(this::credential);
    if (credential.isPresent()) {
      found.accept(credential.get());
    } else {
      rejected++;
    }
  }

  private Optional<String> text() {
    try {
      String text = utf8.decode(ByteBuffer.wrap(line, 0, length)).toString();
      return text.length() <= options.longest() ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private Optional<String> value(String text) {
    int end = text.length() - options.suffix().length();
    if (!text.startsWith(options.prefix()) || !text.endsWith(options.suffix()) || options.prefix().length() > end) {
      return Optional.empty();
    }
    Matcher matcher = options.pattern().matcher(new BoundedSteps(text.substring(options.prefix().length(), end)));
    try {
      if (!matcher.matches()) {
        return Optional.empty();
      }
      return Optional.ofNullable(matcher.group(matcher.groupCount() == 0 ? 0 : 1));
    } catch (BoundedSteps.Exhausted | StackOverflowError e) {
      // A pattern that backtracks without end, or recurses for each character, must not take the reader down.
      return Optional.empty();
    }
  }

  private Optional<Credential> credential(String value) {
    try {
      return switch (options.as()) {
        case TEXT -> Optional.of(new Credential.Text(value));
        case EM -> Optional.of(Credential.parse("em:" + value));
        case UID -> Optional.of(Credential.parse("uid:" + value));
        case WIEGAND -> Optional.of(Credential.parse("wiegand:" + value));
        case AUTO -> value.indexOf(':') < 0 ? Optional.empty() : Optional.of(Credential.parse(value));
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void abandon() {
    if (!skipping && length > 0) {
      rejected++;
    }
    skipping = false;
    length = 0;
  }

  @Override
  public long rejected() {
    return rejected;
  }

  @Override
  public long noiseBytes() {
    return noise;
  }
}
