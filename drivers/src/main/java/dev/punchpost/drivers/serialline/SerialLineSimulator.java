package dev.punchpost.drivers.serialline;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Sends what a scanner would, into a pseudo-terminal or a replayed line. Owned by one thread.
public final class SerialLineSimulator {
  private final Consumer<byte[]> line;
  private final String prefix;
  private final String suffix;

  /// @param line takes the bytes of each scan
  /// @param prefix sent before each value
  /// @param suffix sent after it, the line's end included
  public SerialLineSimulator(Consumer<byte[]> line, String prefix, String suffix) {
    this.line = line;
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /// A scanner as it comes from the factory: the value and CR.
  public SerialLineSimulator(Consumer<byte[]> line) {
    this(line, "", "\r");
  }

  /// One good read.
  public void scan(String value) {
    line.accept((prefix + value + suffix).getBytes(StandardCharsets.UTF_8));
  }

  /// A read that breaks off, as when the plug is pulled in its midst.
  public void halfScan(String value) {
    line.accept((prefix + value).getBytes(StandardCharsets.UTF_8));
  }
}
