package dev.punchpost.hal.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShortFormsTest {
  private static List<String> forms(String text) {
    return ShortForms.of(Credential.parse(text)).stream().map(CredentialId::canonical).sorted().toList();
  }

  @Test
  void aUidOfFourBytesHasThreeOrAllOfThemInEitherOrder() {
    assertEquals(List.of("wiegand:26:190:44510", // BE ADDE
        "wiegand:26:222:44478", // DE ADBE
        "wiegand:26:173:48879", // AD BEEF
        "wiegand:26:239:48813", // EF BEAD
        "wiegand:34:57005:48879", // DEAD BEEF
        "wiegand:34:61374:44510" // EFBE ADDE
    ).stream().sorted().toList(), forms("uid:DEADBEEF"));
  }

  @Test
  void aUidOfSevenBytesIsCutAtEitherEnd() {
    Set<CredentialId> forms = ShortForms.of(new Credential.Uid(HexFormat.of().parseHex("04A224B2C31D80")));
    assertEquals(8, forms.size());
    assertTrue(forms.stream().map(CredentialId::canonical).collect(Collectors.toSet())
        .containsAll(Set.of("wiegand:26:4:41508", "wiegand:26:128:7619", "wiegand:34:45763:7552")), forms.toString());
  }

  @Test
  void theDecimalPrintOnAnEmTagIsOneOfItsForms() {
    // "0012345678 188,24910"
    assertTrue(forms("em:0000BC614E").contains("wiegand:26:188:24910"));
  }

  @Test
  void whatIsNoLongerNumberHasNone() {
    for (String text : List.of("wiegand:26:1:2", "text:DEADBEEF", "card:00112233445566778899AABBCCDDEEFF")) {
      assertEquals(List.of(), forms(text));
    }
  }
}
