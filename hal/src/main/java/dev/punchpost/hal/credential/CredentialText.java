package dev.punchpost.hal.credential;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The written form of credentials, as rosters and line readers hold it.
final class CredentialText {
  private static final Pattern UID = Pattern.compile("(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{14}|[0-9A-Fa-f]{20})");
  private static final Pattern EM = Pattern.compile("[0-9A-Fa-f]{10}");
  private static final Pattern CARD = Pattern.compile("[0-9A-Fa-f]{32}");
  private static final Pattern WIEGAND = Pattern.compile("0*([0-9]{1,3}):0*([0-9]{1,18}):0*([0-9]{1,18})");

  private CredentialText() {}

  static Credential parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      if (EM.matcher(text).matches()) {
        return em(text);
      }
      throw new IllegalArgumentException("a bare badge value can mean more than one thing: write uid:, em:, wiegand: or"
          + " text: before it (only ten hex characters alone are taken, as em:)");
    }
    String value = text.substring(colon + 1);
    return switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "uid" -> uid(value);
      case "em" -> em(value);
      case "wiegand" -> wiegand(value);
      case "text" -> new Credential.Text(value);
      case "card" -> card(value);
      default -> throw new IllegalArgumentException(
          "unknown kind of badge; expected uid:, em:, wiegand:, text: or card:");
    };
  }

  private static Credential uid(String value) {
    if (!UID.matcher(value).matches()) {
      throw new IllegalArgumentException("uid: needs 8, 14 or 20 hex characters (4, 7 or 10 bytes)");
    }
    return new Credential.Uid(HexFormat.of().parseHex(value));
  }

  private static Credential card(String value) {
    if (!CARD.matcher(value).matches()) {
      throw new IllegalArgumentException("card: needs 32 hex characters (16 bytes)");
    }
    return new Credential.Card(HexFormat.of().parseHex(value));
  }

  private static Credential em(String value) {
    if (!EM.matcher(value).matches()) {
      throw new IllegalArgumentException("em: needs ten hex characters (version and 32-bit number)");
    }
    return new Credential.Em4100(HexFormat.fromHexDigits(value, 0, 2),
        HexFormat.fromHexDigitsToLong(value, 2, value.length()));
  }

  private static Credential wiegand(String value) {
    Matcher m = WIEGAND.matcher(value);
    if (!m.matches()) {
      throw new IllegalArgumentException("wiegand: needs bits:facility:number in decimal, such as 26:123:45678");
    }
    return new Credential.Wiegand(Integer.parseInt(m.group(1)), Long.parseLong(m.group(2)), Long.parseLong(m.group(3)));
  }
}
