package dev.punchpost.demo;

import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Takes away what the demo has put into the temporary folder.
final class TemporaryFolder {
  private static final int ATTEMPTS = 10;
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private TemporaryFolder() {}

  /// Deletes the folder with all that is in it, following no links. The broker may still be writing its last files, so
  /// that several attempts are made; what cannot be deleted then stays.
  static void delete(Path folder, Pause pause) throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS && Files.exists(folder); attempt++) {
      if (attempt > 1) {
        pause.pause(BETWEEN);
      }
      try {
        Files.walkFileTree(folder, new Deletion());
      } catch (IOException e) {
        // Something came or went while we looked: look again.
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
