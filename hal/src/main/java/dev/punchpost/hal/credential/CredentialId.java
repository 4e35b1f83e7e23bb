package dev.punchpost.hal.credential;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The canonical name of a credential: `uid:04A224B2C31D80`, `em:0F002EC3E3`, `wiegand:26:123:45678`, `text:…`,
/// `card:` and 32 hex characters.
///
/// Two ids are equal exactly if they are the same badge. Use [#canonical()] to store or compare and `toString`,
/// which is masked, everywhere else: a card number must not reach a log.
public final class CredentialId {
  /// How the number is to be understood. The name in lower case is what ledger entries show as `credential`.
  public enum Scheme {
    UID,
    EM,
    WIEGAND,
    TEXT,
    /// A number that a card proved to hold by cryptography.
    CARD;

    /// The prefix of the canonical form, without its colon.
    public String prefix() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern UID = Pattern.compile("(?:[0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})");
  private static final Pattern EM = Pattern.compile("[0-9A-F]{10}");
  private static final Pattern CARD = Pattern.compile("[0-9A-F]{32}");
  private static final Pattern WIEGAND = Pattern.compile("0*([0-9]{1,3}):0*([0-9]{1,18}):0*([0-9]{1,18})");

  private final Scheme scheme;
  private final String value;

  private CredentialId(Scheme scheme, String value) {
    this.scheme = scheme;
    this.value = value;
  }

  static CredentialId of(Scheme scheme, String value) {
    return new CredentialId(scheme, value);
  }

  /// Reads a canonical form, or a bare value where that can mean one thing only: ten hex characters are `em:`.
  /// Hex digits may be of either case.
  ///
  /// @throws IllegalArgumentException with what is expected, never with the value itself
  public static CredentialId parse(String text) {
    int colon = text.indexOf(':');
    String upper = text.toUpperCase(Locale.ROOT);
    if (colon < 0) {
      if (EM.matcher(upper).matches()) {
        return of(Scheme.EM, upper);
      }
      throw new IllegalArgumentException("a bare badge value can mean more than one thing: write uid:, em:, wiegand: or"
          + " text: before it (only ten hex characters alone are taken, as em:)");
    }
    String rest = text.substring(colon + 1);
    String restUpper = upper.substring(colon + 1);
    return switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "uid" -> {
        if (!UID.matcher(restUpper).matches()) {
          throw new IllegalArgumentException("uid: needs 8, 14 or 20 hex characters (4, 7 or 10 bytes)");
        }
        yield new Credential.Uid(HexFormat.of().parseHex(restUpper)).id();
      }
      case "em" -> {
        if (!EM.matcher(restUpper).matches()) {
          throw new IllegalArgumentException("em: needs ten hex characters (version and 32-bit number)");
        }
        yield of(Scheme.EM, restUpper);
      }
      case "wiegand" -> {
        Matcher m = WIEGAND.matcher(rest);
        if (!m.matches()) {
          throw new IllegalArgumentException("wiegand: needs bits:facility:number in decimal, such as 26:123:45678");
        }
        yield new Credential.Wiegand(Integer.parseInt(m.group(1)), Long.parseLong(m.group(2)),
            Long.parseLong(m.group(3))).id();
      }
      case "text" -> new Credential.Text(rest).id();
      case "card" -> {
        if (!CARD.matcher(restUpper).matches()) {
          throw new IllegalArgumentException("card: needs 32 hex characters (16 bytes)");
        }
        yield new Credential.Card(HexFormat.of().parseHex(restUpper)).id();
      }
      default -> throw new IllegalArgumentException("unknown kind of badge; expected uid:, em:, wiegand:, text: or"
          + " card:");
    };
  }

  public Scheme scheme() {
    return scheme;
  }

  /// The whole id, number included. For the store and the roster only.
  public String canonical() {
    return scheme.prefix() + ":" + value;
  }

  /// Kind and the last two characters, such as `em:…E3`.
  @Override
  public String toString() {
    return scheme.prefix() + ":…" + value.substring(Math.max(0, value.length() - 2));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CredentialId that && scheme == that.scheme && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return 31 * scheme.hashCode() + value.hashCode();
  }
}
