package dev.punchpost.hal;

import org.jspecify.annotations.Nullable;

/// Hardware is broken, absent or not ours. Expected outcomes (no card, no frame) are never told this way.
///
/// The message is for a technician: it names the device as configured, and never a card number.
public final class HalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is wrong, coarse enough for every device.
  public enum Kind {
    /// The device file or bus address is not there (unplugged, wrong path).
    NO_DEVICE,
    /// The device is there but somebody else holds it.
    BUSY,
    /// The operating system refuses access.
    PERMISSION,
    /// The device did not answer in time.
    TIMEOUT,
    /// A transfer failed.
    IO,
    /// The device answered something its protocol does not allow.
    PROTOCOL
  }

  private final Kind kind;

  public HalException(Kind kind, String message) {
    this(kind, message, null);
  }

  public HalException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
