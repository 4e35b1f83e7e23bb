package dev.punchpost.kiosk.cli;

import dev.punchpost.drivers.framebuffer.ScreenPainter;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.panel.View;
import dev.punchpost.kiosk.control.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A view as a picture in a file: readable by its owner only, because it may hold a name, and there as a whole or not at
/// all.
final class ScreenPicture {
  private ScreenPicture() {}

  static void write(View view, int width, int height, Path target) {
    @Nullable
    Path part = null;
    try {
      // createTempFile makes it 0600.
      part = Files.createTempFile(Optional.ofNullable(target.getParent()).orElse(Path.of("/")),
          "." + target.getFileName(), ".part");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        new ScreenPainter(width, height).png(view, 0, out);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      part = null;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.CANNOT_CREATE, target + " cannot be written: " + e);
    } catch (HalException | LinkageError e) {
      throw new CommandFailure(ExitCode.UNAVAILABLE,
          "this Java cannot draw (are libfontconfig1, libfreetype6 and libharfbuzz0b installed?): " + e.getMessage());
    } finally {
      discard(part);
    }
  }

  private static void discard(@Nullable Path part) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, part + " cannot be removed: " + e);
    }
  }
}
