package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.PunchStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a real database.
class DerbyStoreTest extends PunchStoreContract {
  static {
    Stores.withoutFlushes();
  }

  @TempDir
  Path directory = Path.of("");

  @Override
  protected PunchStore open() {
    return DerbyStore.open(Stores.options(directory.resolve("data")));
  }
}
