package dev.punchpost.kiosk;

import dev.punchpost.hal.linux.PseudoTerminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A badge reader on a real serial line: a pseudo-terminal under a stable symbolic link, into which frames of an
/// RDM6300 are written as its data sheet gives them, without the driver's own code.
public final class Badges implements AutoCloseable {
  private final Path link;
  private @Nullable PseudoTerminal line;

  public Badges(Path link) {
    this.link = link;
    plug();
  }

  public void plug() {
    PseudoTerminal opened = PseudoTerminal.open();
    line = opened;
    try {
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, opened.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void unplug() {
    try {
      Files.deleteIfExists(link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PseudoTerminal opened = line;
    if (opened != null) {
      opened.close();
    }
    line = null;
  }

  /// The badge of worker number n, as the roster of these tests has it.
  public static String badge(int n) {
    return String.format(Locale.ROOT, "em:0F%08X", n);
  }

  /// One frame: STX, ten hex characters, checksum, ETX.
  public void tap(int n) {
    PseudoTerminal opened = line;
    if (opened == null) {
      throw new IllegalStateException("the reader is not plugged in");
    }
    int checksum = 0x0F ^ (n >>> 24) ^ (n >>> 16 & 0xFF) ^ (n >>> 8 & 0xFF) ^ (n & 0xFF);
    opened.write(String.format(Locale.ROOT, "\u00020F%08X%02X\u0003", n, checksum & 0xFF)
        .getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    unplug();
  }
}
