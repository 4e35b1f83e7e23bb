package dev.punchpost.kiosk.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Runs `docs/verify/ledger_verify.py`, many cases in one process.
final class PythonVerifier {
  /// @param exit exit code
  /// @param line what it printed
  record Answer(int exit, String line) {}

  private static final String MANY = """
      import contextlib, io, json, sys
      sys.path.insert(0, sys.argv[1])
      sys.dont_write_bytecode = True
      import ledger_verify
      for case in open(sys.argv[2]):
          sys.argv = ['ledger_verify'] + json.loads(case)
          out = io.StringIO()
          with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
              code = ledger_verify.main()
          print(code, out.getvalue().strip())
      """;

  private final Path folder;
  private final List<String> cases = new ArrayList<>();

  /// Aborts the test if Python or its package is not there.
  PythonVerifier(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Process probe;
    try {
      probe = new ProcessBuilder("python3", "-c", "import cryptography.hazmat.primitives.asymmetric.ed25519").start();
    } catch (IOException e) {
      Assumptions.abort("python3 is not installed");
      return;
    }
    Assumptions.assumeTrue(probe.waitFor() == 0, "Debian's package python3-cryptography is not installed");
  }

  /// One more case; arguments without quotes or backslashes.
  void add(String... arguments) {
    cases.add("[\"" + String.join("\", \"", arguments) + "\"]");
  }

  List<Answer> run() throws IOException, InterruptedException {
    Path list = Files.write(folder.resolve("cases"), cases);
    Path module = Path.of("").toAbsolutePath(); // kiosk-app/service, where surefire runs
    Path script = module.resolve("../../docs/verify").normalize();
    Process process = new ProcessBuilder("python3", "-c", MANY, script.toString(), list.toString())
        .redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    return output.lines().map(line -> {
      int space = line.indexOf(' ');
      return new Answer(Integer.parseInt(line.substring(0, space)), line.substring(space + 1));
    }).toList();
  }
}
