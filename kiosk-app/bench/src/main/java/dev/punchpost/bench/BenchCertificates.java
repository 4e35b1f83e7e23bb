package dev.punchpost.bench;

import dev.punchpost.kiosk.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// An authority, a broker and a terminal for one measurement, made by openssl.
record BenchCertificates(Path folder) {
  /// @throws IOException if openssl is not installed, or fails
  static BenchCertificates make(Path folder) throws IOException, InterruptedException {
    BenchCertificates made = new BenchCertificates(folder);
    made.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key",
        "-out", "ca.pem", "-days", "2", "-subj", "/CN=bench");
    made.sign("broker", "subjectAltName=IP:127.0.0.1");
    made.sign("terminal", "extendedKeyUsage=clientAuth");
    return made;
  }

  private void sign(String name, String extension) throws IOException, InterruptedException {
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name + ".key", "-out",
        name + ".csr", "-subj", "/CN=" + name);
    Files.writeString(folder.resolve(name + ".ext"), extension + "\n");
    openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out",
        name + ".pem", "-days", "2", "-extfile", name + ".ext");
  }

  private void openssl(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "openssl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Path log = folder.resolve("openssl.log");
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("openssl " + arguments[0] + ": " + Files.readString(log));
    }
  }

  Settings.Tls terminal() {
    return new Settings.Tls(folder.resolve("ca.pem"), Optional.of(folder.resolve("terminal.pem")),
        Optional.of(folder.resolve("terminal.key")));
  }

  /// Lines for mosquitto's listener.
  String listener() {
    return "cafile " + folder.resolve("ca.pem") + "\ncertfile " + folder.resolve("broker.pem") + "\nkeyfile "
        + folder.resolve("broker.key") + "\nrequire_certificate true\n";
  }
}
