package dev.punchpost.hal.credential;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a worker presents, as the reader understood it. Every variant has one canonical [CredentialId], so that the
/// same badge is the same credential on every reader that can read its full number.
///
/// `toString` never shows a number.
public sealed interface Credential {
  /// The identity, independent of reader, byte order and notation.
  CredentialId id();

  /// Reads a canonical form, or a bare value where that can mean one thing only: ten hex characters are `em:`.
  /// Prefix and hex digits may be of either case, decimal numbers may have leading zeros.
  ///
  /// @throws IllegalArgumentException with what is expected, never with the value itself
  static Credential parse(String text) {
    return CredentialText.parse(text);
  }

  /// ISO 14443-3 UID.
  ///
  /// @param bytes 4, 7 or 10 bytes in the order of the anticollision loop, cascade tag 0x88 removed
  record Uid(byte[] bytes) implements Credential {
    public Uid {
      bytes = bytes.clone();
      if (bytes.length != 4 && bytes.length != 7 && bytes.length != 10) {
        throw new IllegalArgumentException("UID of " + bytes.length + " bytes, expected 4, 7 or 10");
      }
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public CredentialId id() {
      return CredentialId.of(CredentialId.Scheme.UID, HexFormat.of().withUpperCase().formatHex(bytes));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Uid that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return id().toString();
    }
  }

  /// EM4100 tag: 8 bits of version or customer code and 32 bits of number.
  ///
  /// @param version 0 .. 255
  /// @param number 0 .. 2^32 - 1
  record Em4100(int version, long number) implements Credential {
    public Em4100 {
      if (version < 0 || version > 0xFF || number < 0 || number > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("EM4100 version or number out of range");
      }
    }

    @Override
    public CredentialId id() {
      return CredentialId.of(CredentialId.Scheme.EM, String.format(Locale.ROOT, "%02X%08X", version, number));
    }

    @Override
    public String toString() {
      return id().toString();
    }
  }

  /// A Wiegand frame whose parity was right.
  ///
  /// @param bits length of the frame with its parity bits, 8 .. 128
  /// @param facility facility code; 0 for a format without one
  /// @param number card number
  record Wiegand(int bits, long facility, long number) implements Credential {
    public Wiegand {
      if (bits < 8 || bits > 128 || facility < 0 || number < 0) {
        throw new IllegalArgumentException("Wiegand field out of range");
      }
    }

    @Override
    public CredentialId id() {
      return CredentialId.of(CredentialId.Scheme.WIEGAND, bits + ":" + facility + ":" + number);
    }

    @Override
    public String toString() {
      return id().toString();
    }
  }

  /// A line of text, such as a QR code or a number typed by a reader.
  ///
  /// @param value 1 .. 128 printable characters, no control or invisible characters, no blank at either end; kept in
  ///   Unicode normal form C, because a scanner and a roster may write the same é differently
  record Text(String value) implements Credential {
    static final int LONGEST = 128;
    private static final Pattern VALID = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]+");

    public Text {
      value = Normalizer.normalize(value, Normalizer.Form.NFC);
      if (value.length() > LONGEST || !VALID.matcher(value).matches() || !value.equals(value.strip())) {
        throw new IllegalArgumentException("text credential must be 1 to " + LONGEST + " printable characters");
      }
    }

    @Override
    public CredentialId id() {
      return CredentialId.of(CredentialId.Scheme.TEXT, value);
    }

    @Override
    public String toString() {
      return id().toString();
    }
  }

  /// A number kept in the protected memory of a smart card, read only after card and reader proved to each other that
  /// they hold the same key: the answer to copied UIDs.
  ///
  /// @param bytes 16 bytes, chosen at random when the card was issued
  record Card(byte[] bytes) implements Credential {
    public static final int LENGTH = 16;

    public Card {
      bytes = bytes.clone();
      if (bytes.length != LENGTH) {
        throw new IllegalArgumentException("card number of " + bytes.length + " bytes, expected " + LENGTH);
      }
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public CredentialId id() {
      return CredentialId.of(CredentialId.Scheme.CARD, HexFormat.of().withUpperCase().formatHex(bytes));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Card that && java.util.Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return id().toString();
    }
  }

  /// A rotating token that nobody can check, because the terminal does not know the time. In no roster.
  record Token() implements Credential {
    @Override
    public CredentialId id() {
      return CredentialId.of(CredentialId.Scheme.TOKEN, "unchecked");
    }
  }

  /// A finger at a module that matches by itself. Never in a roster: whose template it is, the store of templates tells.
  ///
  /// @param reader the module's
  /// @param place in its library, or [#NOWHERE] for a finger that it does not know
  /// @param version of the template at that place, from 1; 0 for a finger that it does not know
  record Finger(ReaderName reader, int place, int version) implements Credential {
    public static final int NOWHERE = -1;

    public Finger {
      if (place < NOWHERE || version < 0 || (place == NOWHERE) != (version == 0)) {
        throw new IllegalArgumentException("finger at place " + place + ", version " + version);
      }
    }

    /// A finger that the module does not know.
    public static Finger unknown(ReaderName reader) {
      return new Finger(reader, NOWHERE, 0);
    }

    @Override
    public CredentialId id() {
      return CredentialId.of(CredentialId.Scheme.FINGER,
          place == NOWHERE ? reader + ":unknown" : reader + ":" + place + ":" + version);
    }

    @Override
    public String toString() {
      return id().toString();
    }
  }
}
