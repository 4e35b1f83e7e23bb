package dev.punchpost.hal.credential;

import java.util.LinkedHashSet;
import java.util.Set;

/// The shorter numbers that readers with Wiegand output make of a longer one: three bytes of a UID in H10301's 26 bits,
/// four bytes in H10306's 34, from its beginning or its end, in either order. Which of them a reader gives depends on
/// its settings; `punchpost reader learn` shows it.
///
/// Two badges can have one short form: 26 bits hold 24 of a UID's 32 or 56.
public final class ShortForms {
  private ShortForms() {}

  /// All short forms that a reader may make of a badge; empty for badges that are no longer numbers of their own.
  public static Set<CredentialId> of(Credential credential) {
    return switch (credential) {
      case Credential.Uid uid -> of(uid.bytes());
      // The number that is printed on EM4100 tags in decimal is the low half; 26-bit readers send its three low bytes.
      case Credential.Em4100 em -> of(new byte[]{(byte) (em.number() >> 24), (byte) (em.number() >> 16),
        (byte) (em.number() >> 8), (byte) em.number()});
      case Credential.Wiegand _,Credential.Text _,Credential.Card _,Credential.Finger _,Credential.Token _ -> Set.of();
    };
  }

  private static Set<CredentialId> of(byte[] number) {
    Set<CredentialId> forms = new LinkedHashSet<>();
    for (int length = 3; length <= 4; length++) {
      for (int from : new int[]{0, number.length - length}) {
        forms.add(form(number, from, 1, length));
        forms.add(form(number, from + length - 1, -1, length));
      }
    }
    return forms;
  }

  /// The first byte or two are the facility, the last two the number.
  private static CredentialId form(byte[] bytes, int from, int step, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | bytes[from + i * step] & 0xFF;
    }
    return new Credential.Wiegand(length * 8 + 2, value >> 16, value & 0xFFFF).id();
  }
}
