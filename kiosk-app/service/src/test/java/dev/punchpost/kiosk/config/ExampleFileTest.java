package dev.punchpost.kiosk.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    Path whole = folder.resolve("whole.toml");
    Files.writeString(whole, Files.readString(EXAMPLE).replaceAll("(?m)^#(?=[a-z\\[])", ""));
    SettingsResult read = SettingsReader.read(whole);
    SettingsResult.Good good = assertInstanceOf(SettingsResult.Good.class, read, read::toString);
    Set<String> drivers = good.origins().values().stream().filter(value -> value.key().equals("driver"))
        .map(value -> value.toml()).collect(Collectors.toSet());
    assertTrue(drivers.size() >= 10, drivers + " of all drivers");
    List<String> missing = good.origins().values().stream().filter(value -> value.origin() instanceof Origin.Default)
        .map(value -> value.header() + " " + value.key()).toList();
    assertEquals(List.of(), missing, "keys that " + EXAMPLE.getFileName() + " does not show");
  }
}
