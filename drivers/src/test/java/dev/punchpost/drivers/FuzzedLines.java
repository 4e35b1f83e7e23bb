package dev.punchpost.drivers;

import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.SteppedTime;
import dev.punchpost.drivers.pn532.Pn532;
import dev.punchpost.drivers.pn532.Pn532Options;
import dev.punchpost.drivers.r503.R503;
import dev.punchpost.drivers.r503.R503Options;
import dev.punchpost.drivers.rdm6300.Rdm6300;
import dev.punchpost.drivers.serialline.SerialLine;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.BadgeReader;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.serial.SerialLink;
import java.time.Duration;

/// Drivers on a serial line, for the coverage-guided fuzzer (`.ci/fuzz`): whatever the other end says, events or a
/// [HalException], never anything else, and an end.
public final class FuzzedLines {
  private static final ReaderName FRONT = new ReaderName("front");
  private static final Duration A_WHILE = Duration.ofMillis(100);

  private FuzzedLines() {}

  /// The other end: at each read the first byte says how many follow, 0 for silence. After the last byte it is gone.
  private static final class Liar implements SerialLink {
    private final byte[] lies;
    private final SteppedTime time;
    private int at;

    Liar(byte[] lies, SteppedTime time) {
      this.lies = lies;
      this.time = time;
    }

    @Override
    public int read(byte[] buffer, Duration timeout) {
      if (at >= lies.length) {
        throw new HalException(Kind.NO_DEVICE, "gone");
      }
      int count = Math.min(Math.min(lies[at++] & 0x3F, buffer.length), lies.length - at);
      System.arraycopy(lies, at, buffer, 0, count);
      at += count;
      if (count == 0) {
        time.pause(timeout);
      }
      return count;
    }

    @Override
    public void write(byte[] bytes) {
      if (at >= lies.length) {
        throw new HalException(Kind.NO_DEVICE, "gone");
      }
    }

    @Override
    public void discardInput() {}

    @Override
    public void close() {}
  }

  private static void read(BadgeReader reader) {
    try (reader) {
      while (true) {
        reader.next(A_WHILE);
      }
    } catch (HalException e) {
      // as it should be
    }
  }

  /// An RDM6300.
  public static final class Rdm6300Line {
    private Rdm6300Line() {}

    public static void fuzzerTestOneInput(byte[] data) {
      SteppedTime time = new SteppedTime();
      read(new Rdm6300(FRONT, new Liar(data, time), time, Rdm6300.Options.defaults()));
    }
  }

  /// A reader of lines of text.
  public static final class TextLine {
    private TextLine() {}

    public static void fuzzerTestOneInput(byte[] data) {
      SteppedTime time = new SteppedTime();
      read(new SerialLine(FRONT, new Liar(data, time), time, SerialLine.Options.defaults()));
    }
  }

  /// A PN532 over its serial line.
  public static final class Pn532Line {
    private Pn532Line() {}

    public static void fuzzerTestOneInput(byte[] data) {
      SteppedTime time = new SteppedTime();
      try {
        read(Pn532.overSerial(FRONT, new Liar(data, time), CardIdentifier.byUid(), time, time,
            Pn532Options.defaults()));
      } catch (HalException e) {
        // as it should be
      }
    }
  }

  /// An R503.
  public static final class R503Line {
    private R503Line() {}

    public static void fuzzerTestOneInput(byte[] data) {
      SteppedTime time = new SteppedTime();
      try (R503 module = new R503(new Liar(data, time), time, time, R503Options.defaults())) {
        module.places();
        module.read(3);
        while (true) {
          module.next(A_WHILE);
        }
      } catch (HalException e) {
        // as it should be
      }
    }
  }
}
