package dev.punchpost.drivers.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Golden files under `src/test/golden`, written anew by `-Dpunchpost.golden=write`: look at what changed before it is
/// committed.
public final class GoldenFiles {
  private static final Path FOLDER = Path.of("src", "test", "golden");

  private GoldenFiles() {}

  public static boolean writing() {
    return "write".equals(System.getProperty("punchpost.golden"));
  }

  public static Path path(String name) {
    return FOLDER.resolve(name);
  }

  /// Compares a text with its golden file, or writes it.
  public static void check(String name, String text) throws IOException {
    Path file = path(name);
    if (writing()) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertTrue(Files.exists(file), file + " is missing: run once with -Dpunchpost.golden=write");
    assertEquals(Files.readString(file), text, () -> file + " differs: look, then run with -Dpunchpost.golden=write");
  }
}
