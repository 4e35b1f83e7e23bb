package dev.punchpost.hal.linux;

import java.util.ArrayList;
import java.util.List;

/// Looks at GPIO lines without taking them.
public final class GpioLines {
  private GpioLines() {}

  /// Which chip and lines a request means, and who holds them, in words.
  ///
  /// @throws dev.punchpost.hal.HalException NO_DEVICE (no such chip or line), PERMISSION or IO
  public static String describe(GpioRequest request) {
    try (GpioChip chip = GpioChip.find(Libc.system(), request.chip())) {
      List<String> words = new ArrayList<>();
      for (String line : request.lines()) {
        String holder = chip.consumer(chip.offset(line));
        words.add("line " + line + (holder.isEmpty() ? " is free" : " is held by " + holder));
      }
      return chip + ": " + String.join(", ", words);
    }
  }
}
