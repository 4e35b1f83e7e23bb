package dev.punchpost.kiosk.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.MqttLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir
  Path folder = Path.of("/");
  private final AtomicInteger connections = new AtomicInteger();
  private Optional<LinkException.Kind> refusal = Optional.empty();
  private ClockState clock = ClockState.SYNCHRONISED;
  private long minimumFree = 1;

  private MqttLink link() {
    return (_, _) -> {
      connections.incrementAndGet();
      if (refusal.isPresent()) {
        throw new LinkException(refusal.get(), "words of the broker", null);
      }
      return new MqttLink.Session() {
        @Override
        public int receiveMaximum() {
          return 20;
        }

        @Override
        public int maximumPacketSize() {
          return Integer.MAX_VALUE;
        }

        @Override
        public void publish(MqttLink.Publication publication) {
          throw new AssertionError("doctor publishes nothing");
        }

        @Override
        public void subscribe(List<String> filters) {
          throw new AssertionError("doctor subscribes to nothing");
        }

        @Override
        public void close() {}
      };
    };
  }

  private List<Check> examine(BrokerUrl url, Path port, ServiceView service) {
    Settings settings = new Settings(new Settings.Terminal("plant-a", "door-1", ZoneId.of("UTC"), "en"),
        List.of(new Settings.Rdm6300(new ReaderName("front"), port.toString(), Duration.ofMillis(300))),
        new Settings.Store(folder.resolve("data"), minimumFree),
        new Settings.Mqtt(List.of(url), Optional.empty(), Duration.ofSeconds(30), Duration.ofSeconds(30),
            Duration.ofSeconds(1), Duration.ofSeconds(60)),
        new Settings.Control(folder.resolve("s"), Optional.empty()),
        new Settings.Punch(Duration.ofSeconds(60), Duration.ofHours(16), 64), new Settings.LogPanel(),
        new Settings.Clock(20, Settings.Rtc.AUTO));
    return new Doctor(_ -> link(), () -> clock).examine(folder.resolve("p.toml"), Optional.of(settings), List.of(),
        service);
  }

  private static Check find(List<Check> checks, String name) {
    return checks.stream().filter(check -> check.name().startsWith(name)).findFirst().orElseThrow();
  }

  @Test
  void aHealthyStoppedTerminalHasOnlyItsServiceToBeStarted() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Path port = Files.createFile(folder.resolve("tty"));
    try (ServerSocket broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      BrokerUrl url = new BrokerUrl(false, "127.0.0.1", broker.getLocalPort());
      List<Check> checks = examine(url, port, new ServiceView.Stopped());
      assertTrue(checks.stream().noneMatch(check -> check.level() == Check.Level.FAIL), checks.toString());
      assertEquals(Check.Level.OK, find(checks, "broker").level());
      assertEquals(1, connections.get());
    }
  }

  @Test
  void aRunningServiceIsAskedInsteadOfThrownOffItsBroker() throws IOException {
    try (ServerSocket broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      BrokerUrl url = new BrokerUrl(false, "127.0.0.1", broker.getLocalPort());
      ServiceView good = new ServiceView.Running(true, url.toString(), "", "HOLDOVER");
      assertEquals(Check.Level.OK, find(examine(url, folder, good), "broker").level());
      assertEquals(Check.Level.WARN, find(examine(url, folder, good), "clock").level());
      ServiceView bad = new ServiceView.Running(false, url.toString(), "bad certificate", "SYNCHRONISED");
      Check check = find(examine(url, folder, bad), "broker");
      assertEquals(Check.Level.FAIL, check.level());
      assertTrue(check.words().contains("bad certificate"), check.words());
      assertEquals(Check.Level.OK, find(examine(url, folder, new ServiceView.Denied(folder)), "broker").level());
      List<Check> busy = examine(url, folder, new ServiceView.Busy(4711));
      assertEquals(Check.Level.OK, find(busy, "broker").level());
      assertEquals(Check.Level.WARN, find(busy, "service").level());
    }
    assertEquals(0, connections.get());
  }

  @Test
  void aBrokerThatSaysNoIsToldWithItsWordsAndWhatToDo() throws IOException {
    try (ServerSocket broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      BrokerUrl url = new BrokerUrl(false, "127.0.0.1", broker.getLocalPort());
      refusal = Optional.of(LinkException.Kind.NOT_AUTHORISED);
      Check check = find(examine(url, folder, new ServiceView.Stopped()), "broker");
      assertEquals(Check.Level.FAIL, check.level());
      assertTrue(check.words().contains("words of the broker") && check.advice().contains("plant-a.door-1"),
          check.toString());
    }
  }

  @Test
  void whatIsMissingIsToldOneByOne() throws IOException {
    minimumFree = Long.MAX_VALUE;
    clock = ClockState.UNSET;
    List<Check> checks = examine(new BrokerUrl(false, "no-such-host.invalid", 1883), folder.resolve("none"),
        new ServiceView.Silent("nothing"));
    assertEquals(Check.Level.FAIL, find(checks, "service").level());
    assertEquals(Check.Level.WARN, find(checks, "data directory").level());
    assertEquals(Check.Level.FAIL, find(checks, "disk space").level());
    assertEquals(Check.Level.FAIL, find(checks, "reader front").level());
    assertTrue(find(checks, "broker").words().contains("does not resolve"), checks.toString());
    assertEquals(Check.Level.WARN, find(checks, "clock").level());
    assertTrue(Check.lines(checks, false).stream().anyMatch(line -> line.startsWith("FAIL  reader front: ")
        && line.contains(" -> plug the reader in")));
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(Check.Level.FAIL, find(examine(new BrokerUrl(false, "127.0.0.1", 1), folder,
        new ServiceView.Stopped()), "data directory").level());
  }
}
