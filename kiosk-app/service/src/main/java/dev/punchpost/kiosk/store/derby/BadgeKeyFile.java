package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.files.PrivateFile;
import dev.punchpost.kiosk.ledger.BadgeKey;
import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key of [BadgeKey] in the data directory, 0600: made when it is missing, whole or not at all.
///
/// It lies beside the database and not in it, so that a copy of the database alone, as a backup or in a report of a
/// fault, does not let anybody try card numbers against the entries. Without it nothing is lost but that a badge that
/// comes again has another hash than before.
final class BadgeKeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(BadgeKeyFile.class);
  private static final String NAME = "badge.key";

  private BadgeKeyFile() {}

  /// @throws StoreException PERMISSION or FAILED
  static BadgeKey in(Path directory) {
    Path file = directory.resolve(NAME);
    try {
      if (Files.exists(file)) {
        byte[] key = Files.readAllBytes(file);
        if (key.length == BadgeKey.LENGTH) {
          return new BadgeKey(key);
        }
        LOG.error("{} is damaged; a new key is made, and badges of nobody get other hashes than before", file);
      }
      byte[] key = new byte[BadgeKey.LENGTH];
      new SecureRandom().nextBytes(key);
      PrivateFile.replace(file, key);
      return new BadgeKey(key);
    } catch (AccessDeniedException e) {
      throw new StoreException(Kind.PERMISSION, file + " cannot be read or made by this user", e);
    } catch (IOException e) {
      throw new StoreException(Kind.FAILED, file + " cannot be read or made: " + e.getMessage(), e);
    }
  }
}
