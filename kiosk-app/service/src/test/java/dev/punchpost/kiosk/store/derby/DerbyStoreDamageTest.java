package dev.punchpost.kiosk.store.derby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.ledger.LedgerId;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A damaged database does not keep the terminal down, and nothing of it is lost to those who come to look.
class DerbyStoreDamageTest {
  static {
    Stores.withoutFlushes();
  }

  @TempDir
  Path temporary = Path.of("");

  private Path data = Path.of("");
  private Path database = Path.of("");

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
    database = data.resolve("db");
  }

  /// What a power cut, a bad block or a person can do to the files.
  enum Damage {
    NO_SERVICE_PROPERTIES("service.properties") {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    EMPTY_SERVICE_PROPERTIES("service.properties"),
    NO_LOG("log") {
      @Override
      void to(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
      }
    },
    ZEROED_CONTROL_FILES("log") {
      @Override
      void to(Path directory) throws IOException {
        zero(directory.resolve("log.ctrl"), 0, 48);
        zero(directory.resolve("logmirror.ctrl"), 0, 48);
      }
    },
    ZEROED_CATALOGUE("seg0/c20.dat") {
      @Override
      void to(Path file) throws IOException {
        zero(file, 0, (int) Files.size(file));
      }
    },
    NO_CATALOGUE("seg0/c10.dat") {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    TORN_LEDGER_PAGES("seg0") {
      @Override
      void to(Path directory) throws IOException {
        Path ledger = largest(directory);
        // The second half of each page, as if it had never reached the disk.
        for (int page = 1; page < Files.size(ledger) / 4096; page++) {
          zero(ledger, page * 4096L + 2048, 2048);
        }
      }
    },
    NOTHING_LEFT("") {
      @Override
      void to(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).filter(f -> !f.equals(directory)).toList()) {
            Files.delete(file);
          }
        }
      }
    };

    private final String file;

    Damage(String file) {
      this.file = file;
    }

    void to(Path path) throws IOException {
      Files.write(path, new byte[0]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedDatabaseIsSetAsideAndANewLedgerBegins(Damage damage) throws IOException {
    LedgerId before = fill();
    damage.to(database.resolve(damage.file));
    List<String> left = names(database);
    Path aside;
    try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
      aside = store.setAside().orElseThrow();
      assertEquals(data.resolve("db.damaged-20261120T101112Z"), aside);
      assertNotEquals(before, store.ledger());
      assertEquals(0, store.committedThrough());
      store.writer().append(new Drafts().punch("1", Kind.IN));
      store.writer().commit();
    }
    assertTrue(names(aside).containsAll(left), "everything of the old one is kept");
    try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
      assertTrue(store.setAside().isEmpty());
      assertEquals(1, store.committedThrough());
    }
  }

  @Test
  void aSecondDamagedDatabaseOfTheSameSecondHasItsOwnName() throws IOException {
    for (String name : List.of("db.damaged-20261120T101112Z", "db.damaged-20261120T101112Z-2")) {
      fill();
      Files.delete(database.resolve("service.properties"));
      try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
        assertEquals(data.resolve(name), store.setAside().orElseThrow());
      }
    }
  }

  @Test
  void aFullDiskIsNotDamage() {
    // What Derby says when it cannot write its log.
    SQLException noSpace = new SQLException("Failed to start database", "XJ040",
        new SQLException("Cannot recover", "XSLA6", new IOException("No space left on device")));
    assertEquals(StoreException.Kind.FULL, DerbyErrors.starting(noSpace).kind());
  }

  @Test
  void theSurroundingsAreNotDamage() {
    assertEquals(StoreException.Kind.PERMISSION,
        kind("XBM0H", new IOException("/var/lib/punchpost/db/log/log.ctrl (Permission denied)")));
    assertEquals(StoreException.Kind.PERMISSION, kind("XSLA2", new IOException("c10.dat (Read-only file system)")));
    assertEquals(StoreException.Kind.FAILED, kind("XSDG0", new IOException("Input/output error")));
    assertEquals(StoreException.Kind.FAILED, kind("XSLA2", new IOException("Too many open files")));
    assertEquals(StoreException.Kind.FAILED, kind("XJ001", new OutOfMemoryError("Java heap space")));
    assertEquals(StoreException.Kind.FAILED, kind("XSLAN", null));
    assertEquals(StoreException.Kind.FAILED, kind("XBM02", null));
    assertEquals(StoreException.Kind.IN_USE, kind("XSDB6", null));
    assertEquals(StoreException.Kind.DAMAGED, kind("XSLA6", new java.io.EOFException()));
    assertEquals(StoreException.Kind.DAMAGED, kind("XSDG2", null));
    assertEquals(StoreException.Kind.DAMAGED, kind("XJ001", new NullPointerException()));
  }

  @Test
  void aPageDumpDoesNotReachTheMessage() {
    SQLException dump = new SQLException("Invalid checksum on Page 7, expected=1, on-disk version=2, page dump follows:"
        + " Hex dump: em:0F002EC3E3\nem:0F002EC3E3", "XSDG2");
    assertFalse(String.valueOf(DerbyErrors.working("reading", dump).getMessage()).contains("0F002EC3E3"));
    assertFalse(String.valueOf(DerbyErrors.starting(dump).getMessage()).contains("0F002EC3E3"));
    assertNull(DerbyErrors.starting(dump).getCause());
  }

  private static StoreException.Kind kind(String state, @org.jspecify.annotations.Nullable Throwable cause) {
    SQLException inner = new SQLException("inner", state, cause);
    return DerbyErrors.starting(new SQLException("Failed to start database", "XJ040", inner)).kind();
  }

  private LedgerId fill() {
    try (DerbyStore store = DerbyStore.open(Stores.options(data))) {
      Drafts drafts = new Drafts();
      for (int i = 0; i < 500; i++) {
        store.writer().append(drafts.punch("1042", Kind.IN));
      }
      store.writer().commit();
      return store.ledger();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(file -> directory.relativize(file).toString())
          .filter(name -> !name.endsWith(".lck")).sorted().toList();
    }
  }

  private static Path largest(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }
  }

  private static void zero(Path path, long from, int length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      byte[] zeros = new byte[length];
      Arrays.fill(zeros, (byte) 0);
      file.seek(from);
      file.write(zeros);
    }
  }
}
