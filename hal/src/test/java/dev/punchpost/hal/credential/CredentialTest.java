package dev.punchpost.hal.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CredentialTest {
  @Test
  void anEmBadgeHasOneIdentityInEveryNotation() {
    CredentialId id = new Credential.Em4100(0x0F, 0x002EC3E3L).id();
    assertEquals("em:0F002EC3E3", id.canonical());
    for (String text : List.of("em:0f002ec3e3", "EM:0F002EC3E3", "Em:0f002EC3e3", "0F002EC3E3", "0f002ec3e3")) {
      assertEquals(id, CredentialId.parse(text), text);
      assertEquals(id.hashCode(), CredentialId.parse(text).hashCode());
    }
  }

  @Test
  void leadingZerosOfAnEmNumberAreKept() {
    assertEquals("em:0000000001", new Credential.Em4100(0, 1).id().canonical());
    assertEquals("em:00000000FF", CredentialId.parse("00000000ff").canonical());
  }

  @Test
  void aUidKeepsItsOrderAndLength() {
    Credential.Uid uid = new Credential.Uid(HexFormat.of().parseHex("04A224B2C31D80"));
    assertEquals("uid:04A224B2C31D80", uid.id().canonical());
    assertEquals(uid, Credential.parse("UID:04a224b2c31d80"));
    assertNotEquals(uid.id(), CredentialId.parse("uid:801DC3B224A204"));
    assertEquals("uid:04A224B2", CredentialId.parse("uid:04A224B2").canonical());
    assertEquals("uid:04A224B2C31D80010203", CredentialId.parse("uid:04a224b2c31d80010203").canonical());
  }

  @Test
  void aWiegandNumberLosesItsLeadingZeros() {
    assertEquals("wiegand:26:123:45678", CredentialId.parse("wiegand:026:0123:00045678").canonical());
    assertEquals("wiegand:34:0:0", CredentialId.parse("WIEGAND:34:000:0").canonical());
    assertNotEquals(CredentialId.parse("wiegand:26:1:2"), CredentialId.parse("wiegand:34:1:2"));
  }

  @Test
  void textIsTakenAsItIsColonsAndCaseIncluded() {
    assertEquals("text:Visitor 7:b", CredentialId.parse("TEXT:Visitor 7:b").canonical());
    assertEquals("text:Ärztin-7", CredentialId.parse("text:Ärztin-7").canonical());
    assertEquals(CredentialId.parse("text:\u00E9"), CredentialId.parse("text:e\u0301"));
    assertNotEquals(CredentialId.parse("text:a"), CredentialId.parse("text:A"));
    assertEquals("text:" + "x".repeat(128), CredentialId.parse("text:" + "x".repeat(128)).canonical());
  }

  @Test
  void parsingGivesTheKindThatItsPrefixNames() {
    assertInstanceOf(Credential.Uid.class, Credential.parse("uid:04A224B2"));
    assertInstanceOf(Credential.Em4100.class, Credential.parse("0F002EC3E3"));
    assertInstanceOf(Credential.Wiegand.class, Credential.parse("wiegand:26:1:2"));
    assertInstanceOf(Credential.Text.class, Credential.parse("text:0F002EC3E3"));
  }

  @Test
  void theSameCharactersUnderAnotherKindAreAnotherBadge() {
    assertNotEquals(CredentialId.parse("text:0F002EC3E3"), CredentialId.parse("em:0F002EC3E3"));
  }

  @Test
  void everyCanonicalFormParsesToItself() {
    for (String text : List.of("uid:04A224B2C31D80", "em:0F002EC3E3", "wiegand:26:123:45678", "text:a b")) {
      assertEquals(text, CredentialId.parse(text).canonical());
      assertEquals(text.substring(0, text.indexOf(':')), CredentialId.parse(text).scheme().prefix());
    }
  }

  @Test
  void whatCanMeanMoreThanOneThingOrNothingIsRefusedWithoutRepeatingIt() {
    for (String text : List.of("", "12345678", "0F002EC3E", "0F002EC3E3A", "0F002EC3G3", "04A224B2C31D80", "Anna",
        " 0F002EC3E3", "uid:", "uid:04A224", "uid:04A224B2C3", "uid:04:A2:24:B2", "em:0F002EC3E", "em:0x0F002EC3",
        "wiegand:26:777", "wiegand:26:-1:5", "wiegand:7:1:1", "wiegand:129:1:1", "wiegand:26:1:1:1",
        "wiegand:26:1:1234567890123456789", "text:", "text: a", "text:a ", "text:a\nb", "text:a\u0000", "text:\u202E",
        "text:" + "x".repeat(129), "card:77", ":0F002EC3E3", "em:٠٠٠٠٠٠٠٠٠١")) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> CredentialId.parse(text), text);
      String value = text.substring(text.indexOf(':') + 1);
      assertFalse(value.length() > 3 && String.valueOf(e.getMessage()).contains(value), e.getMessage());
    }
  }

  @Test
  void toStringShowsTheKindAndTwoCharactersOnly() {
    for (String text : List.of("em:0F002EC3E3", "uid:04A224B2C31DE3", "wiegand:26:123:456E3".replace("E", "5"),
        "text:some-QR-E3")) {
      Credential credential = Credential.parse(text);
      String shown = credential.toString();
      assertEquals(credential.id().toString(), shown);
      assertTrue(shown.length() <= text.indexOf(':') + 4, shown);
      assertFalse(shown.contains(text.substring(text.indexOf(':') + 1)), shown);
    }
    assertEquals("em:…E3", Credential.parse("em:0F002EC3E3").toString());
  }

  @Test
  void aShortTextIsNotShownAtAll() {
    assertEquals("text:…", Credential.parse("text:7").toString());
    assertEquals("text:…", Credential.parse("text:1234").toString());
    assertEquals("wiegand:…", Credential.parse("wiegand:26:0:7").toString());
  }

  @Test
  void aUidCannotBeChangedThroughItsArray() {
    byte[] bytes = {1, 2, 3, 4};
    Credential.Uid uid = new Credential.Uid(bytes);
    bytes[0] = 9;
    uid.bytes()[1] = 9;
    assertEquals("uid:01020304", uid.id().canonical());
    assertThrows(IllegalArgumentException.class, () -> new Credential.Uid(new byte[5]));
  }

  @Test
  void fieldsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Credential.Em4100(256, 0));
    assertThrows(IllegalArgumentException.class, () -> new Credential.Em4100(0, 1L << 32));
    assertThrows(IllegalArgumentException.class, () -> new Credential.Em4100(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Credential.Wiegand(26, -1, 0));
  }

  @Test
  void theLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      // Turkish has an i of its own, Arabic digits of its own.
      for (Locale locale : List.of(Locale.forLanguageTag("tr-TR"), Locale.forLanguageTag("ar-EG-u-nu-arab"))) {
        Locale.setDefault(locale);
        assertEquals("uid:04A224B2", CredentialId.parse("UID:04a224b2").canonical());
        assertEquals("wiegand:26:1:2", CredentialId.parse("WIEGAND:26:1:2").canonical());
        assertEquals("em:0000000010", new Credential.Em4100(0, 16).id().canonical());
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void readerNamesAreShortAndPlain() {
    assertEquals("front-1", new ReaderName("front-1").toString());
    for (String wrong : List.of("", "Front", "a b", "x".repeat(32), "tür")) {
      assertThrows(IllegalArgumentException.class, () -> new ReaderName(wrong));
    }
  }
}
