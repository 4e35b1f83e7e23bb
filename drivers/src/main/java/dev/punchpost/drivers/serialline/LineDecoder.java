package dev.punchpost.drivers.serialline;

import dev.punchpost.drivers.presence.FrameDecoder;
import dev.punchpost.drivers.text.BadgeText;
import dev.punchpost.hal.credential.Credential;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/// From bytes to lines to credentials.
final class LineDecoder implements FrameDecoder {
  /// A character of UTF-16 takes at most three bytes of UTF-8.
  private static final int BYTES_PER_CHARACTER = 3;

  private final BadgeText badge;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
      .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final byte[] line;
  private int length;
  private boolean skipping;
  private long rejected;
  private long noise;

  LineDecoder(BadgeText badge) {
    this.badge = badge;
    line = new byte[badge.longest() * BYTES_PER_CHARACTER];
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
    Optional<Credential> credential = text().flatMap(badge::read);
    if (credential.isPresent()) {
      found.accept(credential.get());
    } else {
      rejected++;
    }
  }

  private Optional<String> text() {
    try {
      return Optional.of(utf8.decode(ByteBuffer.wrap(line, 0, length)).toString());
    } catch (CharacterCodingException e) {
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
