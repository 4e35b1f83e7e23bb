package dev.punchpost.kiosk;

import dev.punchpost.kiosk.files.PrivateFile;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.store.PunchStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file `undelivered` in the data directory: it is there while the directory may hold punches that no broker has
/// acknowledged. Whoever removes the package looks at it, and needs no database for that.
///
/// It is there for as long as the service runs, because a file for each punch would cost each punch a flush, and it is
/// taken away when the service stops with everything delivered. After a power cut or a kill it stays: then nobody knows.
final class UndeliveredMarker {
  private static final Logger log = LoggerFactory.getLogger(UndeliveredMarker.class);
  static final String NAME = "undelivered";
  private static final String WORDS = "This directory may hold punches that no broker has acknowledged.\n";

  private final Path file;

  UndeliveredMarker(Path directory) {
    this.file = directory.resolve(NAME);
  }

  /// Before the first tap is taken.
  ///
  /// @throws IOException if it cannot be written
  void raise() throws IOException {
    if (Files.exists(file)) {
      return;
    }
    PrivateFile.replace(file, WORDS.getBytes(StandardCharsets.UTF_8));
  }

  /// After the last tap was recorded and the forwarder has ended, and before the store is closed.
  void settle(PunchStore store) {
    try {
      if (!punchWaits(store)) {
        Files.deleteIfExists(file);
        PrivateFile.flushFolder(file);
      }
    } catch (IOException | RuntimeException e) {
      log.warn("{} stays, because it is not known whether anything waits: {}", file, e.getMessage());
    }
  }

  /// Taps only: that the service stopped is an entry, too, and never delivered before the next start.
  private static boolean punchWaits(PunchStore store) {
    AtomicBoolean found = new AtomicBoolean();
    store.reader().forEachRow(store.outbox().deliveredThrough() + 1, store.committedThrough(), row -> {
      if (row.type().equals(Content.Punch.TYPE) || row.type().startsWith("dev.punchpost.tap.")) {
        found.set(true);
      }
      return !found.get();
    });
    return found.get();
  }
}
