package dev.punchpost.hal.credential;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// How the bits of a Wiegand frame are to be read: which are parity, which are facility code and card number.
///
/// The built-in layouts are the open ones of HID's "Understanding Card Data Formats": bit 0 is the first on the wire.
/// 37 bits mean H10302 or H10304 and the frame does not say which, so that a site must choose.
///
/// @param name for messages
/// @param bits length of the frame with its parity bits, 8 .. 128
/// @param parities the parity bits, each with what it covers
/// @param facility where the facility code is, most significant bit first; [Field#NONE] for a format without one
/// @param number where the card number is, most significant bit first
public record WiegandFormat(String name, int bits, List<Parity> parities, Field facility, Field number) {
  /// Consecutive bits.
  ///
  /// @param first index of the most significant bit
  /// @param length how many, 0 .. 59, so that the value fits the canonical form's 18 digits
  public record Field(int first, int length) {
    /// A field that is not there; its value is 0.
    public static final Field NONE = new Field(0, 0);

    public Field {
      if (first < 0 || length < 0 || length > 59) {
        throw new IllegalArgumentException("Wiegand field of " + length + " bits, expected 0 to 59");
      }
    }
  }

  /// One parity bit.
  ///
  /// @param bit where it is
  /// @param odd whether the ones of it and of what it covers together are an odd number
  /// @param covered indexes of the bits that it covers
  public record Parity(int bit, boolean odd, List<Integer> covered) {
    public Parity {
      covered = List.copyOf(covered);
    }

    /// Even parity over bits `first` to `last`, both included.
    public static Parity even(int bit, int first, int last) {
      return new Parity(bit, false, IntStream.rangeClosed(first, last).boxed().toList());
    }

    /// Odd parity over bits `first` to `last`, both included.
    public static Parity odd(int bit, int first, int last) {
      return new Parity(bit, true, IntStream.rangeClosed(first, last).boxed().toList());
    }
  }

  /// 26 bits: facility of 8, number of 16.
  public static final WiegandFormat H10301 = new WiegandFormat("H10301", 26,
      List.of(Parity.even(0, 1, 12), Parity.odd(25, 13, 24)), new Field(1, 8), new Field(9, 16));

  /// 34 bits: facility of 16, number of 16.
  public static final WiegandFormat H10306 = new WiegandFormat("H10306", 34,
      List.of(Parity.even(0, 1, 16), Parity.odd(33, 17, 32)), new Field(1, 16), new Field(17, 16));

  /// 37 bits: number of 35, no facility.
  public static final WiegandFormat H10302 = new WiegandFormat("H10302", 37,
      List.of(Parity.even(0, 1, 18), Parity.odd(36, 18, 35)), Field.NONE, new Field(1, 35));

  /// 37 bits: facility of 16, number of 19.
  public static final WiegandFormat H10304 = new WiegandFormat("H10304", 37,
      List.of(Parity.even(0, 1, 18), Parity.odd(36, 18, 35)), new Field(1, 16), new Field(17, 19));

  public WiegandFormat {
    parities = List.copyOf(parities);
    if (bits < 8 || bits > 128) {
      throw new IllegalArgumentException("Wiegand frame of " + bits + " bits, expected 8 to 128");
    }
    if (number.length() == 0 || number.first() + number.length() > bits
        || facility.first() + facility.length() > bits) {
      throw new IllegalArgumentException("Wiegand format " + name + ": a field is outside its " + bits + " bits");
    }
    int length = bits;
    for (Parity parity : parities) {
      if (parity.bit() < 0 || parity.bit() >= length
          || parity.covered().stream().anyMatch(i -> i < 0 || i >= length)) {
        throw new IllegalArgumentException("Wiegand format " + name + ": parity is outside its " + bits + " bits");
      }
    }
  }

  /// What most sites have: one layout for each of 26, 34 and 37 bits (H10302).
  public static List<WiegandFormat> common() {
    return List.of(H10301, H10306, H10302);
  }

  /// Reads a frame.
  ///
  /// @param frame the bits, first one in the highest bit of the first byte
  /// @param count how many there are
  /// @return empty if the length is another or a parity is wrong
  public Optional<Credential.Wiegand> decode(byte[] frame, int count) {
    if (count != bits || frame.length * 8 < count) {
      return Optional.empty();
    }
    for (Parity parity : parities) {
      int ones = bit(frame, parity.bit());
      for (int index : parity.covered()) {
        ones += bit(frame, index);
      }
      if ((ones % 2 == 1) != parity.odd()) {
        return Optional.empty();
      }
    }
    return Optional.of(new Credential.Wiegand(bits, value(frame, facility), value(frame, number)));
  }

  /// Makes the frame of a card, for simulators and tests.
  ///
  /// @throws IllegalArgumentException if a value does not fit its field
  public byte[] encode(long facilityCode, long cardNumber) {
    byte[] frame = new byte[(bits + 7) / 8];
    put(frame, facility, facilityCode);
    put(frame, number, cardNumber);
    // A parity bit may lie under another one (as in the 35-bit formats), so that the order given is kept.
    for (Parity parity : parities) {
      int ones = 0;
      for (int index : parity.covered()) {
        ones += bit(frame, index);
      }
      if ((ones % 2 == 1) != parity.odd()) {
        frame[parity.bit() / 8] |= (byte) (0x80 >> parity.bit() % 8);
      }
    }
    return frame;
  }

  private static void put(byte[] frame, Field field, long value) {
    if (value < 0 || value >>> field.length() != 0) {
      throw new IllegalArgumentException("value does not fit " + field.length() + " bits");
    }
    for (int i = 0; i < field.length(); i++) {
      if ((value >>> (field.length() - 1 - i) & 1) == 1) {
        int at = field.first() + i;
        frame[at / 8] |= (byte) (0x80 >> at % 8);
      }
    }
  }

  private static long value(byte[] frame, Field field) {
    long value = 0;
    for (int i = 0; i < field.length(); i++) {
      value = value << 1 | bit(frame, field.first() + i);
    }
    return value;
  }

  private static int bit(byte[] frame, int index) {
    return frame[index / 8] >> (7 - index % 8) & 1;
  }
}
