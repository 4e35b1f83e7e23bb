package dev.punchpost.kiosk.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which reader, or the panel, has taken which name, port, pin, chip select or address, so that no two take the same.
final class ReaderClaims {
  /// @param sharing what a taker must be to take it as well; empty for nobody
  private record Claim(int line, String sharing) {}

  private final Map<String, Claim> taken = new HashMap<>();

  /// The thing that a device on an I²C bus takes.
  static String i2c(int bus, int address) {
    return "i2c " + bus + " address " + address;
  }

  /// Takes something for one reader alone, or notes the mistake that another one has it.
  ///
  /// @param thing tells it from everything else that can be taken
  /// @param shown the value in words, as it would stand in the file
  /// @param expected such as `a name of its own`
  void take(Section s, String key, String thing, String shown, String expected) {
    share(s, key, thing, "", shown, expected);
  }

  /// Takes something that readers of the same kind may take as well.
  ///
  /// @param kind not empty
  void share(Section s, String key, String thing, String kind, String shown, String expected) {
    @Nullable
    Claim first = taken.putIfAbsent(thing, new Claim(s.lineOf(key), kind));
    if (first != null && (kind.isEmpty() || !first.sharing().equals(kind))) {
      s.mistake(key, shown + " again", expected + " (line " + first.line() + " has this one)");
    }
  }
}
