package dev.punchpost.drivers.osdp;

/// What a reader must prove before its cards count.
public sealed interface OsdpSecurity {
  /// Only a secure channel with this key.
  ///
  /// @param key the own key; not [OsdpKey#DEFAULT]
  /// @param installMode whether a reader that does not have the key may be given it through the default key. Everybody
  ///     who listens then learns the key: switch it on to install a reader, on a line that nobody else reaches, and
  ///     off again
  record Required(OsdpKey key, boolean installMode) implements OsdpSecurity {
    public Required {
      if (key.equals(OsdpKey.DEFAULT)) {
        throw new IllegalArgumentException("the default key SCBK-D is known to everybody and is no own key");
      }
    }
  }

  /// No secure channel: whoever reaches the line can present any card. For old readers only.
  record None() implements OsdpSecurity {}
}
