package dev.punchpost.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemasTest {
  private final Schemas schemas = new Schemas();

  private static Path examples() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs/schema/examples"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no docs/schema above the module");
    }
    return folder.resolve("docs/schema/examples");
  }

  @Test
  void everyExampleIsValid() throws IOException, Schemas.Invalid {
    List<Path> files;
    try (Stream<Path> all = Files.list(examples())) {
      files = all.toList();
    }
    assertTrue(files.size() > 20, files.toString());
    for (Path file : files) {
      String schema = file.getFileName().toString().replaceFirst("\\..*", "");
      schemas.valid(schema, Files.readAllBytes(file));
    }
  }

  @Test
  void aMessageThatIsNotValidSaysWhereAndNotWhatItHolds() {
    Schemas.Invalid wrong = assertThrows(Schemas.Invalid.class, () -> schemas.valid("ack",
        "{\"ledger\":\"3e9f0d5c-4a8b-4b76-9f0e-0d8c6f3f8a11\",\"through\":\"x\"}".getBytes(StandardCharsets.UTF_8)));
    assertTrue(String.valueOf(wrong.getMessage()).contains("ack.json: /through"), wrong.getMessage());
    for (String text : List.of("", "{", "{\"ledger\":1,\"ledger\":2}", "{} {}")) {
      assertThrows(Schemas.Invalid.class, () -> schemas.valid("ack", text.getBytes(StandardCharsets.UTF_8)), text);
    }
  }

  @Test
  void aTypeOfANewerVersionIsKnownToBeUnknown() {
    assertTrue(schemas.knows("dev.punchpost.tap.unidentified.v1"));
    assertFalse(schemas.knows("dev.punchpost.coffee.made.v1"));
  }

  @Test
  void oneChangedCharacterShowsInTheHash() throws Schemas.Invalid {
    String rest = "{\"data\":{\"bootId\":\"b\",\"kind\":\"IN\"},\"id\":\"1\"}";
    String body = rest.replace(",\"kind\"", ",\"hash\":\"" + Entry.hex(rest) + "\",\"kind\"");
    assertTrue(whole(body));
    assertFalse(whole(body.replace("\"IN\"", "\"OUT\"")));
    String last = "{\"data\":{\"bootId\":\"b\"},\"id\":\"1\"}";
    assertTrue(whole(last.replace("\"b\"}", "\"b\",\"hash\":\"" + Entry.hex(last) + "\"}")));
    assertTrue(whole(rest), "an entry without a hash is of an older terminal");
    assertEquals(64, Entry.hex("").length());
  }

  private static boolean whole(String body) {
    try {
      JsonNode json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(body);
      return Entry.isWhole(json, body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
