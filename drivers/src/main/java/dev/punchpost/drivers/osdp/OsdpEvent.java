package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.credential.ReaderName;

/// What happens at an OSDP reader besides cards. Told on the line's thread: the listener must return at once.
public sealed interface OsdpEvent {
  ReaderName reader();

  /// Why a reader is not believed.
  enum Doubt {
    /// It does not offer a secure channel, or does not any more.
    NO_SECURE_CHANNEL,
    /// It answered with the key that everybody knows.
    DEFAULT_KEY,
    /// It has another key than ours.
    WRONG_KEY,
    /// It would not take our key while it was installed.
    KEY_REFUSED,
    /// It says that its housing was opened.
    TAMPER
  }

  /// It answers, has proved what it must, and its cards count.
  ///
  /// @param secure whether through a secure channel with our key
  record Online(ReaderName reader, PdIdentity identity, boolean secure) implements OsdpEvent {}

  /// It has not answered for too long.
  record Offline(ReaderName reader) implements OsdpEvent {}

  /// Its cards do not count. The reader's [dev.punchpost.hal.credential.BadgeReader#next] throws, and so does opening
  /// it again, until the doubt is gone.
  record NotTrusted(ReaderName reader, Doubt doubt) implements OsdpEvent {}

  /// Its power supply has a fault, or has it no more.
  record PowerFault(ReaderName reader, boolean present) implements OsdpEvent {}

  /// Install mode is on and the default key is in use, to bring in our own. For the audit trail.
  record DefaultKeyUsed(ReaderName reader) implements OsdpEvent {}

  /// Our key was accepted by the reader. For the audit trail. Install mode should go off now.
  record KeyInstalled(ReaderName reader) implements OsdpEvent {}

  /// Keys were pressed.
  ///
  /// @param keys digits, `*` and `#`; perhaps a PIN, so that `toString` shows their number only
  record KeysPressed(ReaderName reader, String keys) implements OsdpEvent {
    @Override
    public String toString() {
      return "KeysPressed[reader=" + reader + ", keys=" + keys.length() + "]";
    }
  }

  /// A card was presented that gives no credential: the worker should be told so.
  ///
  /// @param bits length of the card data, 0 if unknown
  record Unreadable(ReaderName reader, Fault fault, int bits) implements OsdpEvent {}

  /// Why card data gives no credential.
  enum Fault {
    /// No format of this length is configured.
    UNKNOWN_FORMAT,
    /// The parity is wrong: the reader misread.
    PARITY,
    /// The reader's own message was incomplete.
    MALFORMED,
    /// A card or phone that makes up its number each time: it is no identity.
    RANDOM_UID,
    /// Cards come faster than they are taken.
    OVERFLOW
  }
}
