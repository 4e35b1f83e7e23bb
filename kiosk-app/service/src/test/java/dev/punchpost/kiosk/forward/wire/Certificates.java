package dev.punchpost.kiosk.forward.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Certificates made by openssl, as a site would make them. Aborts the test where openssl is not installed.
public final class Certificates {
  private final Path directory;

  public Certificates(Path directory) {
    this.directory = directory;
    Assumptions.assumeTrue(runs("version"), "openssl is not installed (apt-get install openssl)");
  }

  private boolean runs(String... arguments) {
    try {
      List<String> command = new ArrayList<>(List.of("openssl"));
      command.addAll(List.of(arguments));
      Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
          .redirectOutput(directory.resolve("openssl.log").toFile()).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void openssl(String... arguments) {
    if (!runs(arguments)) {
      try {
        throw new IllegalStateException(String.join(" ", arguments) + ": "
            + Files.readString(directory.resolve("openssl.log")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  /// Makes `<name>.pem` and `<name>.key`, signed by itself.
  public Path authority(String name) {
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name + ".key",
        "-out", name + ".pem", "-days", "30", "-subj", "/CN=" + name);
    return file(name + ".pem");
  }

  /// Makes `<name>.pem` and `<name>.key` (PKCS#8).
  ///
  /// @param key arguments for `openssl genpkey`, such as `-algorithm EC -pkeyopt ec_paramgen_curve:P-256`
  /// @param alternative subject alternative name, such as `IP:127.0.0.1`
  /// @param days validity from now; negative for one that has expired
  public Path signed(String name, String authority, String key, String alternative, int days) {
    List<String> generate = new ArrayList<>(List.of("genpkey"));
    generate.addAll(List.of(key.split(" ")));
    generate.addAll(List.of("-out", name + ".key"));
    openssl(generate.toArray(String[]::new));
    openssl("req", "-new", "-key", name + ".key", "-out", name + ".csr", "-subj", "/CN=" + name);
    try {
      Files.writeString(file(name + ".ext"), "subjectAltName=" + alternative + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    openssl("x509", "-req", "-in", name + ".csr", "-CA", authority + ".pem", "-CAkey", authority + ".key",
        "-CAcreateserial", "-out", name + ".pem", "-days", Integer.toString(days), "-extfile", name + ".ext");
    return file(name + ".pem");
  }

  /// The key in another form: the arguments of openssl between input and output.
  public Path converted(String name, String to, String... how) {
    List<String> command = new ArrayList<>(List.of(how));
    command.addAll(List.of("-in", name + ".key", "-out", to));
    openssl(command.toArray(String[]::new));
    return file(to);
  }
}
