package dev.punchpost.hal.linux;

import com.fazecast.jSerialComm.SerialPort;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Loads jSerialComm's native library from a place that only this user can write to.
///
/// Left alone, jSerialComm loads `/tmp/jSerialComm/2.11.4/libjSerialComm.so` if such a file is there already, whoever
/// put it there, and leaves one behind that everybody may overwrite. It takes the system property
/// `jSerialComm.library.path` first; if a package has set that, nothing is done here.
final class SerialLibrary {
  private static final String PATH = "jSerialComm.library.path";
  private static boolean loaded;

  private SerialLibrary() {}

  /// Thread-safe; once is enough.
  ///
  /// @throws HalException IO if it cannot be loaded
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      if (System.getProperty(PATH, "").isEmpty()) {
        loadPrivately();
      } else {
        SerialPort.getVersion();
      }
      loaded = true;
    } catch (IOException | LinkageError e) {
      throw new HalException(Kind.IO, "the serial library cannot be loaded (is " + System.getProperty("java.io.tmpdir")
          + " writable, and mounted without noexec?)", e);
    }
  }

  private static void loadPrivately() throws IOException {
    // 0700, and a name nobody can foresee.
    Path directory = Files.createTempDirectory("punchpost-serial-");
    Path library = directory.resolve("libjSerialComm.so");
    try (InputStream packed = SerialPort.class.getResourceAsStream("/Linux/" + architecture() + "/libjSerialComm.so")) {
      if (packed == null) {
        throw new IOException("no serial library for " + architecture());
      }
      Files.copy(packed, library);
      System.setProperty(PATH, directory.toString());
      // The first use of the class loads the library; the file is not needed any more after that.
      SerialPort.getVersion();
    } finally {
      Files.deleteIfExists(library);
      Files.deleteIfExists(directory);
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64" -> "x86_64";
      case "aarch64" -> "armv8_64";
      default -> name;
    };
  }
}
