package dev.punchpost.kiosk.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A new kind of entry is a new part of the contract.
class ContentSchemasTest {
  private static final Path SCHEMAS = Path.of("../../docs/schema");

  @Test
  void everyTypeOfEntryHasASchemaAndAnExample() throws IOException {
    String source = Files.readString(Path.of("src/main/java/dev/punchpost/kiosk/ledger/Content.java"));
    Set<String> types = Pattern.compile("\"dev\\.punchpost\\.([a-z0-9.-]+)\"").matcher(source).results()
        .map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    assertTrue(types.size() >= Content.class.getPermittedSubclasses().length - 1, types.toString());
    assertTrue(types.remove("punch.v1"), "has a schema of its own");
    assertEquals(types, schemas());
    String event = Files.readString(SCHEMAS.resolve("event.json"));
    String examples;
    try (Stream<Path> files = Files.list(SCHEMAS.resolve("examples"))) {
      examples = files.map(ContentSchemasTest::text).collect(Collectors.joining());
    }
    for (String type : types) {
      assertTrue(event.contains("\"event/" + type + ".json\""), type + " is not in event.json");
      assertTrue(examples.contains("\"dev.punchpost." + type + "\""), type + " has no example");
    }
  }

  private static Set<String> schemas() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS.resolve("event"))) {
      return files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
