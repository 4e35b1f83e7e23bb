package dev.punchpost.drivers.blebadge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The driver with bluez-dbus on a real D-Bus, where python-dbusmock, which we did not write, has BlueZ' interface. Needs
/// the Debian packages dbus and python3-dbusmock. No radio and no bluetoothd: those are the lab's.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BluezInteropTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String NAMESPACE = "0102030405060708090A";

  @TempDir
  Path folder = Path.of("/");
  private final List<Process> processes = new ArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @BeforeEach
  void startBus() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dbus-daemon")), "dbus is not installed");
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/dbusmock")),
        "python3-dbusmock is not installed");
    start("dbus", "/usr/bin/dbus-daemon", "--session", "--nofork", "--address=" + bus());
    Awaitility.await("the bus").until(() -> Files.exists(folder.resolve("bus")));
  }

  @AfterEach
  void stop() {
    for (Process process : processes.reversed()) {
      process.toHandle().destroyForcibly();
    }
  }

  private String bus() {
    return "unix:path=" + folder.resolve("bus");
  }

  private Process start(String log, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve(log).toFile());
    builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", bus());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private Process bluez() throws IOException {
    Process bluez = start("bluez", PYTHON.toString(), "-m", "dbusmock", "--system", "--template", "bluez5");
    return bluez;
  }

  /// The badge on the air; takes lines for `air.py`.
  private Process air(String log) throws IOException {
    for (int i = 0;; i++) {
      Process air = start(log + i, PYTHON.toString(),
          Path.of("src/test/resources/blebadge/air.py").toAbsolutePath().toString(), bus());
      Path output = folder.resolve(log + i);
      Awaitility.await("air").atMost(Duration.ofSeconds(10))
          .until(() -> !air.isAlive() || Files.readString(output).startsWith("ready"));
      if (air.isAlive() || i == 20) {
        return air;
      }
      // The mock is not on the bus yet.
    }
  }

  private static void say(Process air, String... changes) throws IOException {
    for (String change : changes) {
      air.getOutputStream().write((change + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    air.getOutputStream().flush();
  }

  private void startReader() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
        BleRunner.class.getName(), "bluez-dbus", NAMESPACE).redirectErrorStream(true);
    builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", bus());
    Process reader = builder.start();
    processes.add(reader);
    BufferedReader output = reader.inputReader(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().start(() -> output.lines().forEach(lines::add));
  }

  private void awaitLine(String begin, int times) {
    Awaitility.await(begin + " in " + lines).atMost(Duration.ofSeconds(20))
        .until(() -> lines.stream().filter(line -> line.startsWith(begin)).count() >= times);
  }

  /// A badge that is held to the terminal: heard again and again until that is told.
  private void hold(Process air, String begin, int times) {
    Awaitility.await(begin).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(250)).until(() -> {
      say(air, "rssi -40", "rssi -41");
      return lines.stream().filter(line -> line.startsWith(begin)).count() >= times;
    });
  }

  private static String token() {
    return HexFormat.of().formatHex(new TokenSecret("phone-1", new byte[16])
        .token(Math.floorDiv(Instant.now().getEpochSecond(), TokenSecret.STEP_SECONDS)));
  }

  @Test
  void badgesAreHeardThroughDBusAndARestartOfBluetoothdIsSurvived() throws Exception {
    Process bluez = bluez();
    Process air = air("air");
    startReader();
    awaitLine("open hci0 through bluez-dbus", 1);
    say(air, "service 00ee" + NAMESPACE + "0b0c0d0e0f10");
    hold(air, "badge text:eddystone:" + NAMESPACE + ":0B0C0D0E0F10", 1);
    say(air, "rssi -80");
    awaitLine("removed", 1);

    bluez.toHandle().destroyForcibly();
    bluez.waitFor();
    awaitLine("lost IO", 1);
    bluez();
    Process again = air("again");
    awaitLine("open hci0", 2);
    say(again, "manufacturer 505001" + token());
    hold(again, "badge text:ble:phone-1", 1);
  }
}
