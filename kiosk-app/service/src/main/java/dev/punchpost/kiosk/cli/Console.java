package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.Output;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Standard output and standard error of one command, always in UTF-8 (an export must not change names because of the
/// caller's locale), and never quietly cut short, as `PrintStream` would when the disk is full. One thread.
final class Console implements Output {
  /// Nobody reads the output any more, or the disk it goes to is full.
  static final class Lost extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    Lost(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private final OutputStream out;
  private final OutputStream err;
  private boolean lost;

  Console(OutputStream out, OutputStream err) {
    this.out = new BufferedOutputStream(out, 16 << 10);
    this.err = err;
  }

  @Override
  public void out(String line) {
    write(out, line);
  }

  @Override
  public void err(String line) {
    flush(); // so that both read in order on a terminal
    write(err, line);
  }

  /// For a last word when standard output is what failed.
  void errOnly(String line) {
    write(err, line);
  }

  @Override
  public void flush() {
    if (lost) {
      return; // it was told once
    }
    try {
      out.flush();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private Lost lost(IOException e) {
    lost = true;
    return new Lost(e);
  }

  private void write(OutputStream stream, String line) {
    try {
      stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw lost(e);
    }
  }
}
