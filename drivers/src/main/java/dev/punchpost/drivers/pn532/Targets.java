package dev.punchpost.drivers.pn532;

import dev.punchpost.drivers.contactless.FieldView;
import dev.punchpost.drivers.contactless.TypeACard;
import java.util.Arrays;

/// The answer to InListPassiveTarget at 106 kbit/s type A (UM0701-02 section 7.3.5): number of targets, then for each
/// its number, SENS_RES, SEL_RES, length and bytes of NFCID1, and its ATS if it has one.
final class Targets {
  private static final byte CASCADE_TAG = (byte) 0x88;

  private Targets() {}

  /// @param answer what follows the code of the answer; anything
  static FieldView parse(byte[] answer) {
    if (answer.length == 0) {
      return new FieldView.Unclear();
    }
    if (answer[0] == 0) {
      return new FieldView.Empty();
    }
    if (answer[0] != 1) {
      return new FieldView.Several();
    }
    if (answer.length < 6) {
      return new FieldView.Unclear();
    }
    int length = answer[5] & 0xFF;
    if (answer.length < 6 + length) {
      return new FieldView.Unclear();
    }
    byte[] uid = withoutCascadeTags(Arrays.copyOfRange(answer, 6, 6 + length));
    if (uid.length != 4 && uid.length != 7 && uid.length != 10) {
      return new FieldView.Unclear();
    }
    int atqa = (answer[2] & 0xFF) << 8 | answer[3] & 0xFF;
    return new FieldView.One(new TypeACard(uid, atqa, answer[4] & 0xFF));
  }

  /// The PN532 takes the tags away; the PN531 and some clones leave them in.
  private static byte[] withoutCascadeTags(byte[] id) {
    if (id.length == 8 && id[0] == CASCADE_TAG) {
      return Arrays.copyOfRange(id, 1, 8);
    }
    if (id.length == 12 && id[0] == CASCADE_TAG && id[4] == CASCADE_TAG) {
      byte[] out = new byte[10];
      System.arraycopy(id, 1, out, 0, 3);
      System.arraycopy(id, 5, out, 3, 7);
      return out;
    }
    return id;
  }
}
