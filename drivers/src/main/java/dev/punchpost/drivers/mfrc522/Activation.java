package dev.punchpost.drivers.mfrc522;

import dev.punchpost.drivers.contactless.CrcA;
import dev.punchpost.drivers.contactless.FieldView;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.mfrc522.Mfrc522Chip.Reply;
import java.util.Arrays;

/// Finds the one card in the field: request, anticollision and select on up to three cascade levels, halt
/// (ISO/IEC 14443-3:2018 sections 6.4 and 6.5).
final class Activation {
  static final byte REQA = 0x26;
  static final byte WUPA = 0x52;
  static final byte HLTA = 0x50;
  private static final byte[] SEL = {(byte) 0x93, (byte) 0x95, (byte) 0x97};
  private static final byte NVB_NOTHING_KNOWN = 0x20;
  private static final byte NVB_ALL_KNOWN = 0x70;
  private static final byte CASCADE_TAG = (byte) 0x88;
  private static final int CASCADE_BIT = 0x04;
  private static final int SHORT_FRAME_BITS = 7;

  private final Mfrc522Chip chip;

  Activation(Mfrc522Chip chip) {
    this.chip = chip;
  }

  /// One look into the field. Cards that were halted by the look before are woken, so that a card which is still there
  /// is seen again.
  FieldView look() {
    FieldView view = find();
    if (view instanceof FieldView.Several) {
      // Noise at the edge of the field looks like a collision: two cards collide twice. They are in READY now, where
      // the first request only sends them back to where they can hear the next (section 6.4.2).
      FieldView again = find();
      view = again instanceof FieldView.Empty ? find() : again;
    }
    if (view instanceof FieldView.One && anotherAnswers()) {
      return new FieldView.Several();
    }
    return view;
  }

  private FieldView find() {
    int atqa;
    switch (chip.transceive(new byte[]{WUPA}, SHORT_FRAME_BITS)) {
      case Reply.Silence _ -> {
        return new FieldView.Empty();
      }
      case Reply.Garbled _ -> {
        return new FieldView.Unclear();
      }
      // Cards of different kinds collide here already; the anticollision loop tells for certain.
      case Reply.Collision _ -> atqa = 0;
      case Reply.Frame(byte[] bytes, int lastBits) -> {
        if (bytes.length != 2 || lastBits != 0) {
          return new FieldView.Unclear();
        }
        atqa = (bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8;
      }
    }
    return select(atqa);
  }

  private FieldView select(int atqa) {
    byte[] uid = new byte[0];
    for (byte level : SEL) {
      Reply found = chip.transceive(new byte[]{level, NVB_NOTHING_KNOWN}, 0);
      if (found instanceof Reply.Collision) {
        return new FieldView.Several();
      }
      if (!(found instanceof Reply.Frame(byte[] part, int lastBits)) || part.length != 5 || lastBits != 0
          || (part[0] ^ part[1] ^ part[2] ^ part[3]) != part[4]) {
        return new FieldView.Unclear();
      }
      byte[] select = CrcA.append(level, NVB_ALL_KNOWN, part[0], part[1], part[2], part[3], part[4]);
      Reply answer = chip.transceive(select, 0);
      if (answer instanceof Reply.Collision) {
        return new FieldView.Several();
      }
      if (!(answer instanceof Reply.Frame(byte[] sak, int bits)) || sak.length != 3 || bits != 0
          || !CrcA.isRight(sak)) {
        return new FieldView.Unclear();
      }
      boolean more = (sak[0] & CASCADE_BIT) != 0;
      // A cascade tag without a further level, or the other way round, is no UID that the standard knows.
      if (more != (part[0] == CASCADE_TAG)) {
        return new FieldView.Unclear();
      }
      uid = more ? join(uid, Arrays.copyOfRange(part, 1, 4)) : join(uid, Arrays.copyOf(part, 4));
      if (!more) {
        chip.transceive(CrcA.append(HLTA, (byte) 0), 0);
        return new FieldView.One(new TypeACard(uid, atqa, sak[0] & 0xFF));
      }
    }
    return new FieldView.Unclear();
  }

  /// The selected card is halted and does not answer to REQA; one that was outshouted by it does.
  private boolean anotherAnswers() {
    return !(chip.transceive(new byte[]{REQA}, SHORT_FRAME_BITS) instanceof Reply.Silence);
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] out = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, out, a.length, b.length);
    return out;
  }
}
