package dev.punchpost.hal.credential;

import java.util.Locale;

/// The canonical name of a credential: `uid:04A224B2C31D80`, `em:0F002EC3E3`, `wiegand:26:123:45678`, `text:…`,
/// `card:` and 32 hex characters, `finger:front:3:1`.
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
    CARD,
    /// A finger that a module matched: which template it was, or that it was none.
    FINGER,
    /// A rotating token that nobody could check, because the terminal did not know the time: nobody's.
    TOKEN,
    /// No badge at all: the worker typed number and PIN. Names how somebody was identified, and no id has it.
    PIN;

    /// Whether it stands for one thing that can be presented again: of the others there is nothing to be kept.
    public boolean hasNumber() {
      return this != FINGER && this != TOKEN && this != PIN;
    }

    /// The prefix of the canonical form, without its colon.
    public String prefix() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int SHOWN_FROM = 8;

  private final Scheme scheme;
  private final String value;

  private CredentialId(Scheme scheme, String value) {
    this.scheme = scheme;
    this.value = value;
  }

  static CredentialId of(Scheme scheme, String value) {
    return new CredentialId(scheme, value);
  }

  /// Reads a canonical form, as [Credential#parse] does.
  ///
  /// @throws IllegalArgumentException with what is expected, never with the value itself
  public static CredentialId parse(String text) {
    return Credential.parse(text).id();
  }

  public Scheme scheme() {
    return scheme;
  }

  /// The whole id, number included. For the store and the roster only.
  public String canonical() {
    return scheme.prefix() + ":" + value;
  }

  /// Kind and the last two characters, such as `em:…E3`; of a value so short that two would say much, the kind only.
  @Override
  public String toString() {
    return scheme.prefix() + ":…" + (value.length() < SHOWN_FROM ? "" : value.substring(value.length() - 2));
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
