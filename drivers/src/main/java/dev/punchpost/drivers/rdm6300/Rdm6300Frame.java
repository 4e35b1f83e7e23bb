package dev.punchpost.drivers.rdm6300;

import dev.punchpost.drivers.presence.FrameDecoder;
import dev.punchpost.hal.credential.Credential;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;

/// The wire format: STX, ten hex characters, two hex characters of checksum, ETX.
final class Rdm6300Frame {
  static final byte STX = 0x02;
  static final byte ETX = 0x03;
  private static final byte CR = 0x0D;
  private static final byte LF = 0x0A;
  private static final int DATA = 10;
  private static final int BODY = 12;

  private Rdm6300Frame() {}

  /// The frame a module sends for a tag.
  static byte[] encode(Credential.Em4100 tag) {
    String data = String.format(Locale.ROOT, "%02X%08X", tag.version(), tag.number());
    String body = data + String.format(Locale.ROOT, "%02X", checksum(data));
    byte[] frame = new byte[BODY + 2];
    frame[0] = STX;
    System.arraycopy(body.getBytes(StandardCharsets.US_ASCII), 0, frame, 1, BODY);
    frame[BODY + 1] = ETX;
    return frame;
  }

  private static int checksum(String hex) {
    int xor = 0;
    for (byte b : HexFormat.of().parseHex(hex)) {
      xor ^= b & 0xFF;
    }
    return xor;
  }

  /// Byte by byte; what is not a frame is counted, and the next STX begins anew.
  static final class Decoder implements FrameDecoder {
    private final StringBuilder body = new StringBuilder(BODY);
    private boolean inside;
    private int lineEnds;
    private long rejected;
    private long noise;

    @Override
    public void accept(byte next, Consumer<Credential> found) {
      if (next == STX) {
        if (inside) {
          rejected++;
        }
        begin();
      } else if (inside) {
        inFrame(next, found);
      } else if (next != CR && next != LF) {
        noise++;
      }
    }

    private void begin() {
      inside = true;
      body.setLength(0);
      lineEnds = 0;
    }

    private void inFrame(byte next, Consumer<Credential> found) {
      boolean complete = body.length() == BODY;
      if (next == ETX && complete) {
        inside = false;
        finish(found);
      } else if ((next == CR || next == LF) && complete && lineEnds < 2) {
        lineEnds++;
      } else if (!complete && next > 0 && HexFormat.isHexDigit(next)) {
        body.append((char) next);
      } else {
        inside = false;
        rejected++;
      }
    }

    private void finish(Consumer<Credential> found) {
      String data = body.substring(0, DATA);
      if (checksum(data) != HexFormat.fromHexDigits(body, DATA, BODY)) {
        rejected++;
        return;
      }
      found.accept(
          new Credential.Em4100(HexFormat.fromHexDigits(data, 0, 2), HexFormat.fromHexDigitsToLong(data, 2, DATA)));
    }

    @Override
    public void abandon() {
      if (inside) {
        inside = false;
        rejected++;
      }
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
}
