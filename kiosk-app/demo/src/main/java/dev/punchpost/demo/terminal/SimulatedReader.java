package dev.punchpost.demo.terminal;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.linux.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A badge reader on a serial line of its own (a pseudo-terminal), under a path that stays the same over replugs, as
/// `/dev/serial/by-id` does it. Thread-safe.
public final class SimulatedReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedReader.class);

  private final Path link;
  private Optional<PseudoTerminal> line = Optional.empty();
  private boolean powered;

  /// Plugged in, without power.
  ///
  /// @param link where the port shall be found
  public SimulatedReader(Path link) throws IOException {
    this.link = link;
    plugIn();
  }

  public synchronized boolean pluggedIn() {
    return line.isPresent();
  }

  public synchronized void plugIn() throws IOException {
    if (line.isEmpty()) {
      PseudoTerminal fresh = PseudoTerminal.open();
      line = Optional.of(fresh);
      Path next = link.resolveSibling(link.getFileName() + ".new");
      Files.deleteIfExists(next);
      Files.createSymbolicLink(next, fresh.path());
      Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  public synchronized void unplug() throws IOException {
    if (line.isPresent()) {
      Files.deleteIfExists(link);
      line.get().close();
      line = Optional.empty();
    }
  }

  /// The terminal, which feeds the reader, has its power back.
  public synchronized void gainPower() {
    powered = true;
  }

  /// The terminal has lost its power: bytes that nobody has read yet are gone, and until [#gainPower()] the reader
  /// sees no badge. It stays plugged in or not, as before.
  public synchronized void losePower() throws IOException {
    powered = false;
    if (line.isPresent()) {
      unplug();
      plugIn();
    }
  }

  /// Sends bytes to the terminal; into the void if the reader is unplugged or has no
  /// power.
  public void send(byte[] frame) {
    Optional<PseudoTerminal> now;
    synchronized (this) {
      now = powered ? line : Optional.empty();
    }
    try {
      now.ifPresent(pty -> pty.write(frame));
    } catch (HalException e) {
      // Unplugged in this very moment, or nobody reads: what a badge sends then is lost, as on a real line.
      LOG.debug("frame lost", e);
    }
  }

  @Override
  public void close() throws IOException {
    unplug();
  }
}
