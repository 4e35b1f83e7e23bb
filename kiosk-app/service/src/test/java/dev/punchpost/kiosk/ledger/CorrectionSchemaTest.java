package dev.punchpost.kiosk.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.punchpost.kiosk.ledger.Correction.Punched;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Drafts;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// `docs/schema/event/correction.v1.json` and what is published agree.
class CorrectionSchemaTest {
  private static final Punched WAS = new Punched(new WorkerId("1042"), Kind.IN, Drafts.START);
  private static final Punched NOW = new Punched(new WorkerId("1043"), Kind.OUT, Drafts.START.plusSeconds(60));

  private final EntryBody body = new EntryBody(new LedgerId(UUID.randomUUID()), "plant-a", "door-1",
      ZoneId.of("Europe/Madrid"), new BadgeKey(new byte[BadgeKey.LENGTH]));
  private final JsonSchema schema = schema();

  private static JsonSchema schema() {
    String base = "https://punchpost.dev/schema/v1/";
    return JsonSchemaFactory
        .getInstance(VersionFlag.V202012,
            builder -> builder.schemaMappers(
                mappers -> mappers.mapPrefix(base, Path.of("../../docs/schema").toAbsolutePath().toUri().toString())))
        .getSchema(SchemaLocation.of(base + "event/correction.v1.json"));
  }

  private Set<ValidationMessage> mistakes(String text) {
    return schema.validate(text, InputFormat.JSON,
        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
  }

  private String text(Correction correction) {
    return body.of(9, 3, new Drafts().of(new Content.Corrected(correction, new WorkerId("7"),
        Optional.of(new WorkerId("8")), "tapped twice")));
  }

  @Test
  void everyCorrectionKeepsToTheSchema() {
    for (Correction correction : List.of(new Correction.Void(7, WAS), new Correction.Replace(7, WAS, NOW),
        new Correction.Add(NOW), new Correction.Assign(7, NOW))) {
      assertEquals(Set.of(), mistakes(text(correction)), correction.action());
    }
  }

  @Test
  void theSchemaSeesWhatIsWrong() {
    String good = text(new Correction.Void(7, WAS));
    for (String wrong : List.of(good.replace("VOID", "ADD"), good.replace("VOID", "ERASE"),
        good.replace("\"target\":7,", ""), good.replace("\"seq\":9", "\"seq\":0"),
        good.replace("tapped twice", "x"), good.replace("1.0", "0.3"), good.replace("\"by\":\"7\"", "\"by\":\"a b\""),
        good.replace("correction.v1", "punch.v1"))) {
      assertFalse(mistakes(wrong).isEmpty(), wrong);
    }
  }
}
