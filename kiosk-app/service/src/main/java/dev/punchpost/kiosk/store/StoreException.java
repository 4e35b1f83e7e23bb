package dev.punchpost.kiosk.store;

import org.jspecify.annotations.Nullable;

/// The store could not do it. Nothing of the unit of work counts.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is wrong.
  public enum Kind {
    /// Another process holds the data directory; its pid is in the message.
    IN_USE,
    /// The file system has less room than is kept free.
    FULL,
    /// The data directory belongs to somebody else, or may not be written.
    PERMISSION,
    /// The database cannot be opened and will not heal by itself.
    DAMAGED,
    /// Anything else; worth trying again.
    FAILED
  }

  private final Kind kind;

  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
