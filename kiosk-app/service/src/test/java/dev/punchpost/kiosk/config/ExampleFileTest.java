package dev.punchpost.kiosk.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example that the package installs, and that punchpost.toml(5) is made from.
class ExampleFileTest {
  private static final Path EXAMPLE = Path.of("../../provisioning/deb/punchpost.toml.example");

  @TempDir
  Path folder = Path.of("");

  @Test
  void theExampleIsGood() {
    SettingsResult read = SettingsReader.read(EXAMPLE);
    assertInstanceOf(SettingsResult.Good.class, read, read::toString);
  }

  @Test
  void withEveryCommentedKeyInForceItIsGoodAndHasEveryKeyOfEveryDriver() throws IOException {
    Set<String> drivers = new TreeSet<>();
    for (String whole : uncommented()) {
      Path file = folder.resolve("whole.toml");
      Files.writeString(file, whole);
      SettingsResult read = SettingsReader.read(file);
      SettingsResult.Good good = assertInstanceOf(SettingsResult.Good.class, read, read::toString);
      good.origins().values().stream().filter(value -> value.key().equals("driver"))
          .forEach(value -> drivers.add(value.toml()));
      List<String> missing = good.origins().values().stream()
          .filter(value -> value.origin() instanceof Origin.Default)
          .map(value -> value.header() + " " + value.key()).toList();
      assertEquals(List.of(), missing, "keys that " + EXAMPLE.getFileName() + " does not show");
    }
    assertTrue(drivers.size() >= 14, drivers + " of all drivers");
    assertTrue(drivers.containsAll(List.of("\"hd44780\"", "\"ssd1306\"", "\"sh1106\"", "\"framebuffer\"")),
        drivers::toString);
  }

  /// The file with every commented key in force, once with each of its panels: a terminal has one.
  private static List<String> uncommented() throws IOException {
    String[] parts = Files.readString(EXAMPLE).replaceAll("(?m)^#(?=[a-z\\[])", "").split("(?m)^(?=\\[panel])");
    return Arrays.stream(parts).skip(1).map(panel -> parts[0] + panel).toList();
  }
}
