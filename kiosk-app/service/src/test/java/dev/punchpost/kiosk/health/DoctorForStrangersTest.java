package dev.punchpost.kiosk.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.kiosk.TerminalProcess;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `doctor` of a technician who is neither root nor the service's user, while the service does not run. The test's own
/// root without its right to read everything stands for one: the class path may be closed to any other user.
class DoctorForStrangersTest {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  @TempDir
  Path folder = Path.of("/");

  @BeforeEach
  void onlyRootCanGiveFilesAway() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a file to another user");
    assumeTrue(Files.isExecutable(SETPRIV), "setpriv is not installed");
  }

  private Path config() throws IOException {
    Path config = folder.resolve("p.toml");
    Path data = closed(Files.createDirectory(folder.resolve("data")), "rwx------");
    Files.writeString(config, """
        [terminal]
        site = "plant-a"
        id = "door-1"
        time-zone = "Europe/Madrid"
        [[reader]]
        name = "front"
        driver = "osdp"
        address = 0
        port = "%s"
        secure-channel = "required"
        key-file = "%s"
        [store]
        directory = "%s"
        [mqtt]
        url = "mqtts://127.0.0.1:1"
        [mqtt.tls]
        ca = "%s"
        [control]
        socket = "%s"
        """.formatted(Files.createFile(folder.resolve("tty")),
        closed(Files.writeString(folder.resolve("key"), "00112233445566778899AABBCCDDEEFF"), "rw-------"), data,
        data.resolve("tls/ca.pem"), folder.resolve("s")));
    return config;
  }

  private static Path closed(Path path, String permissions) throws IOException {
    UserPrincipal service = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    Files.setOwner(path, service);
    return path;
  }

  private static String doctorAs(String user, Path config) throws IOException {
    List<String> command = new ArrayList<>(
        List.of(SETPRIV.toString(), "--bounding-set=-dac_override,-dac_read_search"));
    List<String> java = new ArrayList<>(TerminalProcess.command("doctor", "--config", config.toString()));
    java.add(1, "-Duser.name=" + user);
    command.addAll(java);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes());
  }

  @Test
  void whatIsTheServicesAloneIsNoFault() throws IOException {
    Path config = config();
    String said = doctorAs("pi", config);
    assertTrue(said.contains("WARN  reader front: " + folder.resolve("key") + " is the service's alone"), said);
    assertTrue(said.contains("WARN  CA certificate: " + folder.resolve("data/tls/ca.pem") + " is the service's alone"),
        said);
    assertTrue(said.contains("WARN  broker: was not asked"), said);
    assertTrue(said.contains("sudo punchpost doctor"), said);
    assertFalse(said.lines().anyMatch(line -> line.startsWith("FAIL  reader front") || line.startsWith("FAIL  CA")),
        said);
  }

  @Test
  void whatIsClosedToTheServicesOwnUserIsOne() throws IOException {
    Path config = config();
    String said = doctorAs("nobody", config);
    assertEquals(2,
        said.lines().filter(line -> line.startsWith("FAIL  reader front") || line.startsWith("FAIL  CA")).count(),
        said);
  }
}
