package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.control.Output;
import dev.punchpost.kiosk.control.Request;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A result that goes to a file: readable by its owner only, and there as a whole or not at all.
///
/// The file is made at the first line, because by then a command that root gave for a stopped terminal has become the
/// store's owner; where that user may not write, the shell can: `punchpost … > FILE`.
final class OutputFile implements Output, AutoCloseable {
  private final Path target;
  private final Console console;
  private @Nullable Path part;
  private @Nullable FileChannel channel;
  private @Nullable BufferedWriter writer;

  private OutputFile(Path target, Console console) {
    this.target = target;
    this.console = console;
  }

  /// @param file empty for standard output
  static int perform(Errand errand, Request request, String file) {
    if (file.isEmpty()) {
      return errand.perform(request, errand.console());
    }
    try (OutputFile output = new OutputFile(Path.of(file).toAbsolutePath(), errand.console())) {
      int code = errand.perform(request, output);
      if (code == ExitCode.OK.code()) {
        output.publish();
      }
      return code;
    }
  }

  @Override
  public void out(String line) {
    try {
      writer().append(line).append('\n');
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void err(String line) {
    console.err(line);
  }

  private BufferedWriter writer() throws IOException {
    if (writer == null) {
      // createTempFile makes it 0600.
      part = Files.createTempFile(Optional.ofNullable(target.getParent()).orElse(Path.of("/")),
          "." + target.getFileName(), ".part");
      channel = FileChannel.open(part, StandardOpenOption.WRITE);
      writer = new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    }
    return writer;
  }

  private void publish() {
    try {
      writer().flush();
      if (channel != null && part != null) {
        channel.force(true);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        part = null;
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private CommandFailure failure(IOException e) {
    return new CommandFailure(ExitCode.CANNOT_CREATE, target + " cannot be written by user "
        + System.getProperty("user.name") + " or the store's owner (" + e + "); '> FILE' in the shell may do");
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
