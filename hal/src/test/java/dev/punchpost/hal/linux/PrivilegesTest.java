package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.serial.SerialOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps down in a process of its own, because there is no way back.
class PrivilegesTest {
  private static final int UID = 54321;
  private static final int GID = 54322;

  @Test
  void everyThreadBecomesTheOwnerAndRootIsGone(@TempDir Path directory) throws Exception {
    assumeTrue(Privileges.system().effectiveUid() == 0, "needs root");
    try (PseudoTerminal rootsPort = PseudoTerminal.open()) {
      stepsDown(directory, rootsPort.path());
    }
  }

  private static void stepsDown(Path directory, Path rootsPort) throws IOException, InterruptedException {
    Files.setAttribute(directory, "unix:uid", UID);
    Files.setAttribute(directory, "unix:gid", GID);
    Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path", ""),
        Child.class.getName(), directory.toString(), rootsPort.toString()).redirectErrorStream(true).start();
    List<String> said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertEquals(0, child.waitFor(), said.toString());
    String uid = "\t" + UID;
    String gid = "\t" + GID;
    assertEquals(
        List.of("Gid:" + gid.repeat(4), "Groups:\t" + GID + " ", "Uid:" + uid.repeat(4), "PERMISSION", "PERMISSION"),
        said);
  }

  /// Prints the distinct identities of all its threads, then tries to get back.
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      CountDownLatch started = new CountDownLatch(1);
      Thread.ofPlatform().daemon().start(() -> {
        started.countDown();
        while (true) {
          Thread.onSpinWait();
        }
      });
      started.await();
      // While the jars can still be read: Maven's repository may be root's.
      SerialLibrary.load();
      Privileges.system().becomeOwnerOf(Path.of(arguments[0]));
      TreeSet<String> identities = new TreeSet<>();
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        for (Path task : tasks.toList()) {
          Files.readString(task.resolve("status")).lines().filter(line -> line.matches("(Uid|Gid|Groups):.*"))
              .forEach(identities::add);
        }
      }
      identities.forEach(System.out::println);
      try {
        Privileges.system().becomeOwnerOf(Path.of("/"));
        System.out.println("root again");
      } catch (HalException e) {
        System.out.println(e.kind());
      }
      try {
        new JSerialPort(Path.of(arguments[1]), SerialOptions.eightN1(9600)).open();
        System.out.println("root's port opened");
      } catch (HalException e) {
        System.out.println(e.kind());
      }
      System.exit(0);
    }
  }
}
