package dev.punchpost.kiosk.pin;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/// A PIN as it is kept: bcrypt with a salt of its own, in the modular crypt format `$2a$<cost>$<salt and hash>`, so
/// that a later cost applies to new PINs and old ones stay readable.
///
/// A PIN has so few values that no hash keeps it from somebody who has the database and time; what this buys is that
/// nobody reads PINs off the database, and that every guess costs. Shows nothing of itself.
///
/// @param text ASCII, 60 characters
public record PinHash(String text) {
  /// 2^12 rounds: about 0.2 s on a desktop machine and 1 s on a Raspberry Pi 4.
  public static final int COST = 12;

  private static final Pattern VALID = Pattern.compile("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

  public PinHash {
    if (!VALID.matcher(text).matches()) {
      throw new IllegalArgumentException("not a bcrypt hash");
    }
  }

  /// Takes its time: not for the punch thread.
  ///
  /// @param cost base-2 logarithm of the rounds, 4 .. 31
  public static PinHash of(Pin pin, int cost, SecureRandom random) {
    byte[] hash = BCrypt.with(random).hash(cost, bytes(pin));
    return new PinHash(new String(hash, StandardCharsets.US_ASCII));
  }

  /// Likewise.
  public boolean matches(Pin pin) {
    return BCrypt.verifyer().verify(bytes(pin), text.getBytes(StandardCharsets.US_ASCII)).verified;
  }

  private static byte[] bytes(Pin pin) {
    return pin.digits().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "PinHash";
  }
}
