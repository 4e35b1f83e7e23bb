package dev.punchpost.drivers.osdp;

/// What a reader says it can do (reply PDCAP), as far as we use it.
///
/// @param light has an LED that can be told what to do
/// @param sound has a buzzer
/// @param textRows rows of 16 characters, 0 without a display
record PdCapabilities(boolean light, boolean sound, int textRows) {
  /// A reader that does not tell: try the light and the sound, a NAK says no.
  static final PdCapabilities UNKNOWN = new PdCapabilities(true, true, 0);

  static PdCapabilities decode(byte[] data) {
    boolean light = false;
    boolean sound = false;
    int rows = 0;
    for (int i = 0; i + 3 <= data.length; i += 3) {
      int level = data[i + 1] & 0xFF;
      switch (data[i]) {
        case 4 -> light = level > 0;
        case 5 -> sound = level > 0;
        case 6 -> rows = level == 0 ? 0 : level == 1 ? 1 : level == 2 ? 2 : 4;
        default -> {
          // Others do not change what we send.
        }
      }
    }
    return new PdCapabilities(light, sound, rows);
  }
}
