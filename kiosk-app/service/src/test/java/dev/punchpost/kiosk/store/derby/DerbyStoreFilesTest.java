package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.DataLock;
import dev.punchpost.kiosk.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The data directory: who may read it, who holds it.
class DerbyStoreFilesTest {
  static {
    Stores.withoutFlushes();
  }

  @TempDir
  Path temporary = Path.of("");

  private Path data = Path.of("");

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
  }

  @Test
  void everyFileIsForItsOwnerOnly() throws IOException {
    try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
      store.roster().apply(Drafts.thousand("w", 1), false);
      assertOwnerOnly();
    }
    assertOwnerOnly();
  }

  @Test
  void filesOfAnOlderLooserStoreAreTakenFromTheOthers() throws IOException {
    DerbyStore.open(Stores.options(data)).close();
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(data.resolve("db/service.properties"), PosixFilePermissions.fromString("rw-r--r--"));
    DerbyStore.open(Stores.options(data)).close();
    assertOwnerOnly();
  }

  @Test
  void nothingIsWrittenOutsideTheDataDirectory() throws IOException {
    DerbyStore.open(Stores.options(data)).close();
    try (Stream<Path> files = Files.list(temporary)) {
      assertEquals(List.of(data), files.toList());
    }
    assertFalse(Files.exists(Path.of("derby.log")));
    assertFalse(Files.exists(data.resolve("derby.log")));
  }

  @Test
  void aSecondStoreIsToldThePidOfTheFirst() {
    try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
      StoreException refused = assertThrows(StoreException.class, () -> DerbyStore.open(Stores.options(data)));
      assertEquals(StoreException.Kind.IN_USE, refused.kind());
      assertTrue(String.valueOf(refused.getMessage()).endsWith("process " + ProcessHandle.current().pid()));
      assertEquals(0, store.committedThrough());
      assertEquals(OptionalLong.of(ProcessHandle.current().pid()), DataLock.holder(data));
    }
    assertEquals(OptionalLong.empty(), DataLock.holder(data));
    DerbyStore.open(Stores.options(data)).close();
  }

  /// A process loses its lock when it closes the lock file anywhere, so the refusal above must not open it.
  @Test
  void anotherProcessIsRefusedAlsoAfterThisOneTriedTwice() throws IOException, InterruptedException {
    try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
      assertThrows(StoreException.class, () -> DerbyStore.open(Stores.options(data)));
      Process other = AppendUntilKilled.start(data, ProcessBuilder.Redirect.PIPE);
      String errors = new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(1, other.waitFor());
      assertTrue(errors.contains("is in use by process " + ProcessHandle.current().pid()), errors);
      assertEquals(0, store.committedThrough());
    }
  }

  @Test
  void aFileInTheWayOfTheDirectoryIsSaid() throws IOException {
    Files.createFile(data);
    StoreException refused = assertThrows(StoreException.class, () -> DerbyStore.open(Stores.options(data)));
    assertEquals(StoreException.Kind.FAILED, refused.kind());
  }

  @Test
  void aDirectoryOfSomebodyElseIsRefused() throws IOException {
    Files.createDirectory(data);
    Assumptions.assumeTrue(isRoot(), "only root can give a directory away");
    Files.setAttribute(data, "unix:uid", 12_345);
    StoreException refused = assertThrows(StoreException.class, () -> DerbyStore.open(Stores.options(data)));
    assertEquals(StoreException.Kind.PERMISSION, refused.kind());
    try (Stream<Path> files = Files.list(data)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aDatabaseThatWasHalfMadeAtAPowerCutIsMadeAgain() throws IOException {
    Files.createDirectories(data.resolve("db.new/seg0"));
    Files.writeString(data.resolve("db.new/seg0/c10.dat"), "half");
    try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
      assertTrue(store.setAside().isEmpty());
      store.writer().append(new Drafts().punch("1", Kind.IN));
      store.writer().commit();
    }
    assertFalse(Files.exists(data.resolve("db.new")));
  }

  @Test
  void twoStoresHaveTwoLedgers() {
    try (DerbyStore one = DerbyStore.open(Stores.options(data));
        DerbyStore other = DerbyStore.open(Stores.options(temporary.resolve("other")))) {
      assertNotEquals(one.ledger(), other.ledger());
    }
  }

  private void assertOwnerOnly() throws IOException {
    TreeSet<String> loose = new TreeSet<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        if (!rights.equals(Files.isDirectory(file) ? "rwx------" : "rw-------")) {
          loose.add(data.relativize(file) + " " + rights);
        }
      }
    }
    assertEquals(new TreeSet<>(), loose);
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
