package dev.punchpost.drivers.wedge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// umockdev (Debian package umockdev) stands in for the kernel: it answers the real evdev path of the HAL, in a JVM of
/// its own, with a described keyboard and replays its events. Aborts without `umockdev-run`.
class KeyboardWedgeUmockdevTest {
  private static final Path RESOURCES = Path.of("src/test/resources/wedge");
  private static final Path UMOCKDEV = Path.of("/usr/bin/umockdev-run");

  @ParameterizedTest
  @ValueSource(strings = {"/dev/input/event3", "usb:08ff:0009", "usb:08ff:0009:PUNCH0002", "name:Punchpost Reader"})
  void whatTheKeyboardTypesIsRead(String device, @TempDir Path directory) throws IOException, InterruptedException {
    List<String> lines = run(directory, device, "3");
    assertEquals(List.of("ready", "badge text:0012345678", "badge text:Ab-9Z", "badge text:7894561230",
        "counts ReaderCounts[presented=3, rejected=0, noiseBytes=0]"), lines);
  }

  @Test
  void anotherKeyboardIsNotTaken(@TempDir Path directory) throws IOException, InterruptedException {
    List<String> lines = run(directory, "usb:08ff:0009:PUNCH0003", "1");
    assertTrue(lines.getFirst().contains("keyboard usb:08ff:0009:PUNCH0003 is not there"), lines.toString());
  }

  private static List<String> run(Path directory, String device, String count)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(UMOCKDEV), "umockdev is not installed");
    Path output = directory.resolve("output");
    Process process = new ProcessBuilder(UMOCKDEV.toString(), "--device",
        RESOURCES.resolve("keyboard.umockdev").toString(),
        "--ioctl", "/dev/input/event3=" + RESOURCES.resolve("keyboard.ioctl"), "--evemu-events",
        "/dev/input/event3=" + RESOURCES.resolve("keyboard.events"), "--",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), WedgeRunner.class.getName(), device,
        "us", count).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertTrue(ended, "the reader did not end: " + Files.readString(output));
    return Files.readAllLines(output);
  }
}
