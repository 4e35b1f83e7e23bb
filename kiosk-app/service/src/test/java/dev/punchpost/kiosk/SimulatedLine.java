package dev.punchpost.kiosk;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.linux.PseudoTerminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// A simulated device at the far end of a real tty, under a stable symbolic link.
final class SimulatedLine implements AutoCloseable {
  private final PseudoTerminal line = PseudoTerminal.open();
  private final Thread thread;

  /// @param device takes what the terminal wrote and gives what it is answered; called on a thread of its own, also
  ///   with nothing, every few milliseconds
  SimulatedLine(Path link, UnaryOperator<byte[]> device) {
    try {
      Files.createSymbolicLink(link, line.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name("device at " + link.getFileName()).start(() -> serve(device));
  }

  private void serve(UnaryOperator<byte[]> device) {
    byte[] buffer = new byte[1024];
    try {
      while (true) {
        int count = line.read(buffer, Duration.ofMillis(2));
        byte[] answer = device.apply(Arrays.copyOf(buffer, count));
        if (answer.length > 0) {
          line.write(answer);
        }
      }
    } catch (HalException e) {
      // closed
    }
  }

  @Override
  public void close() {
    line.close();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
