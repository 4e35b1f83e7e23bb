package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.serial.SerialLink;
import dev.punchpost.hal.serial.SerialLinkContract;
import dev.punchpost.hal.serial.SerialOptions;
import dev.punchpost.hal.serial.SerialPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a real tty, reached through a symlink as a by-id path is, and what only a real port can refuse.
class JSerialPortTest extends SerialLinkContract {
  @TempDir
  Path directory = Path.of("");

  private PseudoTerminal terminal = PseudoTerminal.open();
  private Path byId = Path.of("");

  @BeforeEach
  void link() throws IOException {
    byId = directory.resolve("usb-reader");
    Files.createSymbolicLink(byId, terminal.path());
  }

  @AfterEach
  void unlink() {
    terminal.close();
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDeviceThatHasGoneIsNoticedByAWriteAndByDiscardingToo() {
    try (SerialLink link = port().open()) {
      terminal.close();
      // Not a single read before: jSerialComm's own write would never come back.
      assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, () -> link.write(new byte[]{1, 2, 3})).kind());
      assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, link::discardInput).kind());
    }
  }

  @Override
  protected SerialPort port() {
    return new JSerialPort(byId, SerialOptions.eightN1(9600));
  }

  @Override
  protected void deviceSends(byte... bytes) {
    terminal.write(bytes);
  }

  @Override
  protected byte[] deviceGot(int count) {
    byte[] all = new byte[count];
    for (int got = 0; got < count;) {
      byte[] piece = new byte[count - got];
      int n = terminal.read(piece, Duration.ofSeconds(2));
      if (n == 0) {
        return Arrays.copyOf(all, got);
      }
      System.arraycopy(piece, 0, all, got, n);
      got += n;
    }
    return all;
  }

  @Override
  protected void unplug() {
    terminal.close();
  }

  @Test
  void aPathThatIsNotThereIsNoDeviceInWords() throws IOException {
    Files.delete(byId);
    HalException e = assertThrows(HalException.class, () -> port().open());
    assertEquals(Kind.NO_DEVICE, e.kind());
    assertEquals("reader port " + byId + " is not there (unplugged, or wrong path)", e.getMessage());
  }

  @Test
  void aSymlinkThatLeadsNowhereIsNoDevice() {
    terminal.close();
    assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, () -> port().open()).kind());
  }

  @Test
  void aSymlinkIsFollowedAnewAtEachOpening() throws IOException {
    SerialPort port = port();
    port.open().close();
    PseudoTerminal old = terminal;
    terminal = PseudoTerminal.open();
    old.close();
    Files.delete(byId);
    Files.createSymbolicLink(byId, terminal.path());
    try (SerialLink link = port.open()) {
      terminal.write(new byte[]{4});
      assertEquals(1, link.read(new byte[4], Duration.ofSeconds(5)));
    }
  }

  @Test
  void theNativeLibraryComesFromAPlaceThatOnlyWeCouldWriteTo() throws IOException {
    port().open().close();
    List<String> mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("libjSerialComm")).map(line -> line.substring(line.indexOf('/'))).distinct()
        .toList();
    assertEquals(1, mapped.size(), mapped.toString());
    assertTrue(mapped.getFirst().matches(".*/punchpost-serial-\\d+/libjSerialComm.so \\(deleted\\)"),
        mapped.toString());
  }

  @Test
  void aFileThatIsNoTtyIsRefused() throws IOException {
    Files.delete(byId);
    Files.writeString(byId, "not a port");
    HalException e = assertThrows(HalException.class, () -> port().open());
    assertEquals(Kind.IO, e.kind());
    assertEquals("not a port", Files.readString(byId));
  }

  @Test
  void aPortLockedByAnotherProgramIsBusy() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "needs flock(1) of util-linux");
    Process other = new ProcessBuilder("/usr/bin/flock", "-x", terminal.path().toString(), "sh", "-c",
        "echo locked; read x").start();
    try {
      assertEquals('l', other.getInputStream().read());
      assertEquals(Kind.BUSY, assertThrows(HalException.class, () -> port().open()).kind());
    } finally {
      other.getOutputStream().close();
      assertTrue(other.waitFor(5, TimeUnit.SECONDS));
    }
    port().open().close();
  }

  @Test
  void aPortThatMayNotBeReadIsRefusedWithThePermissionItNeeds() throws IOException {
    assumeTrue(Privileges.system().effectiveUid() != 0, "root may read everything");
    Files.delete(byId);
    Files.createFile(byId, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
    assertEquals(Kind.PERMISSION, assertThrows(HalException.class, () -> port().open()).kind());
  }
}
