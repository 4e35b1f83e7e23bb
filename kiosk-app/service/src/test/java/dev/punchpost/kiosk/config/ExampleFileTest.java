package dev.punchpost.kiosk.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The example that the package installs, and that punchpost.toml(5) is made from.
class ExampleFileTest {
  private static final Path EXAMPLE = Path.of("../../provisioning/deb/punchpost.toml.example");

  @Test
  void theExampleIsGoodAndHasEveryKeyOfWhatItUses() {
    SettingsResult read = SettingsReader.read(EXAMPLE);
    SettingsResult.Good good = assertInstanceOf(SettingsResult.Good.class, read, read::toString);
    List<String> missing = good.origins().values().stream().filter(value -> value.origin() instanceof Origin.Default)
        .map(value -> value.header() + " " + value.key()).toList();
    assertEquals(List.of(), missing, "keys that " + EXAMPLE.getFileName() + " does not show");
  }
}
