package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.SettingsResult.Bad;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import java.util.List;
import java.util.Optional;

/// A file's configuration together with what a central system has set.
///
/// @param file what the file alone says
/// @param inForce what counts
/// @param overlay what is in force of a central system
/// @param ignored why what a central system has set does not go together with this file any more; then the file alone
///   counts
public record WithOverlay(Good file, Good inForce, Optional<Overlay> overlay, List<Mistake> ignored) {
  public WithOverlay {
    ignored = List.copyOf(ignored);
  }

  /// Adds what is kept in the file's own data directory.
  public static WithOverlay of(Good file) {
    Optional<Overlay> kept = Overlay.load(file.settings().store().directory());
    if (kept.isEmpty()) {
      return new WithOverlay(file, file, kept, List.of());
    }
    return switch (kept.get().over(file)) {
      case Good both -> new WithOverlay(file, both, kept, List.of());
      case Bad(List<Mistake> mistakes, var _) -> new WithOverlay(file, file, Optional.empty(), mistakes);
    };
  }
}
