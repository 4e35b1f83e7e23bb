package dev.punchpost.drivers.mfrc522;

import dev.punchpost.drivers.contactless.CrcA;
import dev.punchpost.drivers.contactless.TypeACard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A card in the field of [Mfrc522Simulator], as far as ISO/IEC 14443-3:2018 section 6.4 goes: the states IDLE, READY,
/// ACTIVE and HALT, anticollision by bits, select, halt.
final class SimulatedCard {
  private enum State {
    IDLE,
    READY,
    ACTIVE,
    HALT
  }

  private static final int CASCADE_BIT = 0x04;

  private final TypeACard card;
  /// Five bytes for each cascade level: the part of the UID and its check byte.
  private final List<byte[]> levels = new ArrayList<>();
  private State state = State.IDLE;
  private boolean woken;
  private int level;

  SimulatedCard(TypeACard card) {
    this.card = card;
    byte[] uid = card.uid();
    int at = 0;
    while (uid.length - at > 4) {
      levels.add(withCheck((byte) 0x88, uid[at], uid[at + 1], uid[at + 2]));
      at += 3;
    }
    levels.add(withCheck(uid[at], uid[at + 1], uid[at + 2], uid[at + 3]));
  }

  TypeACard card() {
    return card;
  }

  /// The field was switched off.
  void loseField() {
    state = State.IDLE;
    woken = false;
  }

  /// A frame of the reader.
  Optional<Bits> hear(Bits frame) {
    if (frame.count() == 7) {
      return request(frame.bytes()[0] & 0x7F);
    }
    return switch (state) {
      case READY -> anticollision(frame);
      case ACTIVE -> {
        boolean halt = frame.count() == 32 && frame.bytes()[0] == Activation.HLTA && CrcA.isRight(frame.bytes());
        rest();
        if (halt) {
          state = State.HALT;
        }
        yield Optional.empty();
      }
      case IDLE, HALT -> Optional.empty();
    };
  }

  private Optional<Bits> request(int command) {
    boolean all = command == Activation.WUPA;
    if (state == State.IDLE && (all || command == Activation.REQA) || state == State.HALT && all) {
      woken = state == State.HALT;
      state = State.READY;
      level = 0;
      return Optional.of(Bits.of((byte) card.atqa(), (byte) (card.atqa() >> 8)));
    }
    if (state == State.READY || state == State.ACTIVE) {
      rest();
    }
    return Optional.empty();
  }

  private Optional<Bits> anticollision(Bits frame) {
    byte[] bytes = frame.bytes();
    byte[] part = levels.get(level);
    int sel = 0x93 + 2 * level;
    if (frame.count() < 16 || (bytes[0] & 0xFF) != sel) {
      rest();
      return Optional.empty();
    }
    if (bytes[1] == 0x70) {
      return select(frame, part);
    }
    int known = ((bytes[1] >> 4 & 0x0F) - 2) * 8 + (bytes[1] & 0x0F);
    if (known < 0 || known > 39 || frame.count() != 16 + known) {
      rest();
      return Optional.empty();
    }
    Bits own = Bits.of(part);
    return own.startsWith(frame.from(16)) ? Optional.of(own.from(known)) : Optional.empty();
  }

  private Optional<Bits> select(Bits frame, byte[] part) {
    byte[] bytes = frame.bytes();
    if (frame.count() != 72 || !CrcA.isRight(bytes) || !Arrays.equals(Arrays.copyOfRange(bytes, 2, 7), part)) {
      rest();
      return Optional.empty();
    }
    boolean last = level == levels.size() - 1;
    if (last) {
      state = State.ACTIVE;
      return Optional.of(Bits.of(CrcA.append((byte) card.sak())));
    }
    level++;
    return Optional.of(Bits.of(CrcA.append((byte) CASCADE_BIT)));
  }

  /// An unexpected frame sends a card back to where it came from.
  private void rest() {
    state = woken ? State.HALT : State.IDLE;
  }

  private static byte[] withCheck(byte a, byte b, byte c, byte d) {
    return new byte[]{a, b, c, d, (byte) (a ^ b ^ c ^ d)};
  }
}
