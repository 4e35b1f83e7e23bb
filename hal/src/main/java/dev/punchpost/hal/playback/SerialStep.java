package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/// One step of a [SerialScript].
public sealed interface SerialStep {
  /// The device sends bytes, which one read gives together if its buffer is large enough.
  ///
  /// @param bytes at least one
  record Receive(byte[] bytes) implements SerialStep {
    public Receive {
      bytes = notEmpty(bytes);
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Receive that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "receive " + hex(bytes);
    }
  }

  /// The device sends nothing for this long.
  ///
  /// @param duration positive
  record Silence(Duration duration) implements SerialStep {
    public Silence {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("silence of " + duration + ", expected more than nothing");
      }
    }

    @Override
    public String toString() {
      long micros = duration.toNanos() / 1_000;
      return "silence " + (micros % 1_000 == 0 ? micros / 1_000 + "ms" : micros + "us");
    }
  }

  /// The driver must write exactly these bytes, in as many writes as it likes; until then the device is silent.
  ///
  /// @param bytes at least one
  record ExpectWrite(byte[] bytes) implements SerialStep {
    public ExpectWrite {
      bytes = notEmpty(bytes);
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ExpectWrite that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "expect-write " + hex(bytes);
    }
  }

  /// The line breaks: every call fails until it is closed and opened anew. The script goes on at that opening.
  record Fault(HalException.Kind kind) implements SerialStep {
    @Override
    public String toString() {
      return "fault " + kind;
    }
  }

  /// The next attempt to open the port fails. A line that is still open breaks with NO_DEVICE when it comes here.
  record OpenFails(HalException.Kind kind) implements SerialStep {
    @Override
    public String toString() {
      return "open-fails " + kind;
    }
  }

  private static byte[] notEmpty(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a step of no bytes");
    }
    return bytes.clone();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
  }
}
