package dev.punchpost.drivers.pcsc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The driver against a real pcscd with vsmartcard's virtual reader, whose cards are connections to a TCP port. pcscd
/// runs in a mount namespace with a /run/pcscd of its own, so that it disturbs no other.
///
/// Needs root, unshare(1), and the Debian packages pcscd, libpcsclite1 and vsmartcard-vpcd.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PcscdInteropTest {
  private static final Path LIBRARY = Path.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so");
  private static final Path PCSCD = Path.of("/usr/sbin/pcscd");
  private static final byte[] CLASSIC = HexFormat.of().parseHex("3B8F8001804F0CA000000306030001000000006A");

  @TempDir
  Path folder;
  private int port;
  private @Nullable Process pcscd;
  private @Nullable Process reader;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PCSCD), "pcscd is not installed");
    assumeTrue(Files.exists(LIBRARY), "vsmartcard-vpcd is not installed");
    assumeTrue("root".equals(System.getProperty("user.name")), "mount namespaces need root");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.writeString(folder.resolve("reader.conf"), """
        FRIENDLYNAME "Virtual PCD"
        DEVICENAME /dev/null:0x%X
        LIBPATH %s
        CHANNELID 0x%X
        """.formatted(port, LIBRARY, port));
    Files.createDirectories(Path.of("/run/pcscd"));
    startPcscd();
  }

  @AfterEach
  void stop() {
    for (Process process : new Process[]{reader, pcscd}) {
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
      }
    }
  }

  private void startPcscd() throws IOException {
    Process started = new ProcessBuilder("unshare", "--mount", "--propagation", "private", "sh", "-c",
        "mount -t tmpfs tmpfs /run/pcscd && exec " + PCSCD + " --foreground --config "
            + folder.resolve("reader.conf"))
        .redirectErrorStream(true).redirectOutput(folder.resolve("pcscd.log").toFile()).start();
    pcscd = started;
    Awaitility.await("pcscd's socket").atMost(Duration.ofSeconds(10)).until(() -> Files.exists(socket()));
  }

  /// pcscd's socket, seen through its own file system.
  private Path socket() {
    return Path.of("/proc/" + running(pcscd).pid() + "/root/run/pcscd/pcscd.comm");
  }

  private static Process running(@Nullable Process process) {
    return Objects.requireNonNull(process);
  }

  private void startReader() throws IOException {
    Path link = folder.resolve("pcscd.comm");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, socket());
    ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
        PcscRunner.class.getName(), "virtual pcd 00 00").redirectErrorStream(true);
    builder.environment().put("PCSCLITE_CSOCK_NAME", link.toString());
    Process started = builder.start();
    reader = started;
    BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().start(() -> output.lines().forEach(lines::add));
  }

  private void awaitLine(String begin, int times) {
    Awaitility.await(begin).atMost(Duration.ofSeconds(15)).failFast("reader ended", () -> !running(reader).isAlive())
        .pollInterval(Duration.ofMillis(20))
        .until(() -> lines.stream().filter(line -> line.startsWith(begin)).count() >= times);
  }

  private VirtualCard card(String uidAndStatus) throws IOException {
    return new VirtualCard(port, CLASSIC, HexFormat.of().parseHex(uidAndStatus));
  }

  @Test
  void cardsOfARealPcscdAreReadAsTheyComeAndGo() throws Exception {
    startReader();
    awaitLine("open Virtual PCD 00 00", 1);
    for (int i = 0; i < 3; i++) {
      try (VirtualCard card = card("04A224B2C31D809000")) {
        awaitLine("badge uid:04A224B2C31D80", i + 1);
      }
      awaitLine("removed", i + 1);
    }
    try (VirtualCard phone = card("081122339000")) {
      awaitLine("unreadable RANDOM_UID", 1);
    }
    try (VirtualCard nameless = card("6A81")) {
      awaitLine("unreadable RANDOM_UID", 2);
    }
    assertFalse(lines.stream().anyMatch(line -> line.startsWith("lost")), lines.toString());
  }

  @Test
  void nothingIsPolledWhileNothingHappens() throws Exception {
    startReader();
    awaitLine("open", 1);
    ProcessHandle.Info before = running(reader).info();
    TimeUnit.SECONDS.sleep(3);
    Duration used = running(reader).info().totalCpuDuration().orElseThrow()
        .minus(before.totalCpuDuration().orElseThrow());
    assertTrue(used.toMillis() < 300, "3 s of waiting took " + used.toMillis() + " ms of CPU");
    try (VirtualCard card = card("04A224B2C31D809000")) {
      awaitLine("badge", 1);
    }
    // Ten half seconds at most: each waits its whole time.
    String line = lines.stream().filter(l -> l.startsWith("badge")).findFirst().orElseThrow();
    assertTrue(Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)) <= 12, line);
  }

  @Test
  void aRestartOfPcscdIsSurvived() throws Exception {
    startReader();
    awaitLine("open", 1);
    running(pcscd).toHandle().destroyForcibly();
    running(pcscd).waitFor();
    awaitLine("lost IO", 1);
    startPcscd();
    Path link = folder.resolve("pcscd.comm");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, socket());
    awaitLine("open", 2);
    try (VirtualCard card = card("04A224B2C31D809000")) {
      awaitLine("badge uid:04A224B2C31D80", 1);
    }
  }
}
