package dev.punchpost.drivers.wiegand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.hal.gpio.EdgeEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// sigrok's `wiegand` decoder reads what the simulator makes. Aborts without `sigrok-cli` (Debian packages sigrok-cli
/// and libsigrokdecode4).
class WiegandSigrokTest {
  @Test
  void sigrokReadsTheSameBits(@TempDir Path directory) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/sigrok-cli")), "sigrok-cli is not installed");
    List<EdgeEvent> edges = new ArrayList<>();
    WiegandSimulator simulator = new WiegandSimulator(edges::add, 1_000_000, WiegandSimulator.INTERVAL);
    simulator.present(WiegandFormat.H10301, 123, 45678);
    simulator.present(WiegandFormat.H10306, 4660, 22136);
    simulator.present(WiegandFormat.H10304, 65535, 0);
    simulator.present(WiegandFormat.H10302, 0, 34359738367L);
    Path capture = directory.resolve("cards.vcd");
    Files.writeString(capture, WiegandCapture.vcd(edges, Duration.ofNanos(50_000)));

    Path output = directory.resolve("output");
    Process sigrok = new ProcessBuilder("/usr/bin/sigrok-cli", "-i", capture.toString(), "-I", "vcd", "-P",
        "wiegand:d0=D0:d1=D1:bitwidth_ms=4", "-A", "wiegand=state").redirectErrorStream(true)
        .redirectOutput(output.toFile()).start();
    boolean ended = sigrok.waitFor(60, TimeUnit.SECONDS);
    sigrok.destroyForcibly();
    assertEquals(true, ended, "sigrok-cli did not end");
    List<String> read = Files.readAllLines(output).stream().filter(line -> line.contains("bits "))
        .map(line -> line.substring(line.indexOf(": ") + 2)).toList();
    assertEquals(List.of("26 bits " + bits(WiegandFormat.H10301.encode(123, 45678), 26),
        "34 bits " + bits(WiegandFormat.H10306.encode(4660, 22136), 34),
        "37 bits " + bits(WiegandFormat.H10304.encode(65535, 0), 37),
        "37 bits " + bits(WiegandFormat.H10302.encode(0, 34359738367L), 37)), read, Files.readString(output));
  }

  private static String bits(byte[] frame, int count) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      bits.append(frame[i / 8] >> (7 - i % 8) & 1);
    }
    return bits.toString();
  }
}
