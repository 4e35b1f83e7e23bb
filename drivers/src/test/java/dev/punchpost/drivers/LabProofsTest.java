package dev.punchpost.drivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Drivers on the devices of a stock kernel, in the VM of `provisioning/lab`: each of its `proofs` is a script that
/// says what it found. A VM takes a minute or more, so that they run only where the environment has `PUNCHPOST_LAB=1`
/// (and, to run beside another VM, `LAB_INSTANCE`); they abort where it cannot run.
///
/// 50 Wiegand cards; with `-Dpunchpost.full=true` 1,000, which take half an hour.
class LabProofsTest {
  private static final int CANNOT_RUN_HERE = 69;

  @ParameterizedTest
  @ValueSource(strings = {"wiegand", "wedge", "door", "hd44780"})
  void aProofHolds(String name, @TempDir Path directory) throws IOException, InterruptedException {
    assumeTrue("1".equals(System.getenv("PUNCHPOST_LAB")), "PUNCHPOST_LAB is not 1: no VM is started");
    List<String> command = new ArrayList<>(Arrays.asList("../provisioning/lab/proofs/" + name));
    if (name.equals("wiegand")) {
      command.add(Boolean.getBoolean("punchpost.full") ? "1000" : "50");
    }
    Path output = directory.resolve("output");
    Process proof = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = proof.waitFor(1, TimeUnit.HOURS);
    proof.descendants().forEach(ProcessHandle::destroyForcibly);
    proof.destroyForcibly();
    List<String> said = Files.readAllLines(output);
    assertTrue(ended, "took more than an hour: " + said);
    if (proof.exitValue() == CANNOT_RUN_HERE) {
      abort(said.getLast());
    }
    assertEquals(0, proof.exitValue(), said.toString());
  }
}
