package dev.punchpost.drivers.pcsc;

import java.util.Arrays;

/// ATRs and answers of cards and readers, for the coverage-guided fuzzer (`.ci/fuzz`).
public final class FuzzedAnswers {
  private FuzzedAnswers() {}

  public static void fuzzerTestOneInput(byte[] data) {
    int split = data.length == 0 ? 0 : (data[0] & 0x3F) % data.length;
    byte[] atr = Arrays.copyOfRange(data, 0, split);
    byte[] answer = Arrays.copyOfRange(data, split, data.length);
    CardAnswer.uid(answer).flatMap(uid -> CardAnswer.card(atr, uid)).ifPresent(card -> {
      if (card.uid().length != answer.length - 2) {
        throw new AssertionError("a UID of " + card.uid().length + " of " + answer.length + " bytes");
      }
    });
  }
}
