package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.pin.Pin;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where PINs come from: the person at the terminal, without echo, or a line of standard input each. Never the command
/// line, which every user of the machine can read.
final class PinEntry {
  private static final int LONGEST_LINE = 64;

  private final InputStream in;
  private final boolean fromInput;

  PinEntry(InputStream in, boolean fromInput) {
    this.in = in;
    this.fromInput = fromInput;
  }

  /// @param whose shown before it is typed
  Pin ask(String whose) {
    return pin(fromInput ? line() : typed(whose + ": "));
  }

  /// Asks twice, because what is typed cannot be seen.
  Pin choose(String whose) {
    Pin first = ask(whose);
    if (!fromInput && !first.equals(pin(typed("Once more: ")))) {
      throw new CommandFailure(ExitCode.DATA, "the two PINs differ; nothing was changed");
    }
    return first;
  }

  private static Pin pin(String digits) {
    try {
      return new Pin(digits);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.DATA, e.getMessage() + "; nothing was changed");
    }
  }

  private static String typed(String prompt) {
    @Nullable
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new CommandFailure(ExitCode.USAGE,
          "there is no terminal to type a PIN at; --pin-stdin reads it from standard input");
    }
    char[] typed = console.readPassword("%s", prompt);
    if (typed == null) {
      throw new CommandFailure(ExitCode.DATA, "no PIN was typed; nothing was changed");
    }
    String digits = new String(typed);
    Arrays.fill(typed, ' ');
    return digits;
  }

  /// Byte by byte, so that the next line stays for the next PIN.
  private String line() {
    StringBuilder line = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0 && b != '\n' && line.length() < LONGEST_LINE; b = in.read()) {
        line.append((char) b);
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.NO_INPUT, "standard input cannot be read: " + e.getMessage());
    }
    return line.toString().strip();
  }
}
