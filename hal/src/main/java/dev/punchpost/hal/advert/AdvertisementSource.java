package dev.punchpost.hal.advert;

import java.time.Duration;
import java.util.Optional;

/// A Bluetooth adapter that listens. One thread owns it; [#close()] may come from any thread.
///
/// ## For driver authors
/// A device that lies still may be told once a second or less often: the Bluetooth service passes on changes.
///
/// ## For implementers
/// - Listening has begun when the object is there.
/// - Of more advertisements than are taken the oldest are dropped: only the newest say where a badge is now.
public interface AdvertisementSource extends AutoCloseable {
  /// Waits for an advertisement.
  ///
  /// @return empty if none was heard in that time
  /// @throws dev.punchpost.hal.HalException NO_DEVICE if the adapter has gone, IO if the Bluetooth service has, or it was
  ///   closed
  Optional<Advertisement> next(Duration timeout);

  /// Adapter and library, for people.
  String name();

  /// Ends listening. Idempotent; never throws.
  @Override
  void close();
}
