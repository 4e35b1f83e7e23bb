package dev.punchpost.kiosk.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.time.Pause;
import dev.punchpost.kiosk.control.ControlClient.Attempt;
import dev.punchpost.kiosk.pin.Pin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlServerTest {
  private static final ControlServer.Limits LIMITS = new ControlServer.Limits(4, Duration.ofSeconds(30),
      Duration.ofSeconds(30), 1 << 20);
  /// For clients that are to be cut off; long enough for a good client on a busy machine.
  private static final ControlServer.Limits IMPATIENT = new ControlServer.Limits(4, Duration.ofSeconds(2),
      Duration.ofSeconds(2), 1 << 20);
  private static final RequestHandler ECHO = (request, output) -> {
    output.out("got " + request);
    output.err("and a word");
    return ExitCode.OK;
  };

  // Not @TempDir: a socket's path has at most 107 bytes, and a build's temporary folder may be deep.
  private Path folder;
  private Path path;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createTempDirectory(Path.of("/tmp"), "pp");
    path = folder.resolve("s");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : opened.reversed()) {
      resource.close();
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private ControlServer serve(RequestHandler handler) throws IOException {
    return serve(handler, LIMITS);
  }

  private ControlServer serve(RequestHandler handler, ControlServer.Limits limits) throws IOException {
    ControlServer server = new ControlServer(path, Optional.empty(), handler, limits, Pause.real());
    opened.add(server);
    return server;
  }

  private int ask(Request request, Output output) throws IOException {
    Attempt attempt = ControlClient.connect(path);
    try (ControlClient client = assertInstanceOf(Attempt.Connected.class, attempt).client()) {
      return client.send(request, output);
    }
  }

  private SocketChannel raw() throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    opened.add(channel);
    return channel;
  }

  /// Sends bytes and gives back whatever comes until the server ends the connection.
  private String talk(byte[] bytes) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      try {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (IOException e) {
        // refused before all of it was sent; the answer is there
      }
      return rest(channel);
    }
  }

  private static String rest(SocketChannel channel) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = Channels.newInputStream(channel);
      for (int b = in.read(); b >= 0; b = in.read()) {
        all.write(b);
      }
    } catch (IOException e) {
      // cut off: what came before counts
    }
    return all.toString(UTF_8);
  }

  @Test
  void aRequestIsDoneAndItsLinesAndExitCodeComeBack() throws IOException {
    serve((request, output) -> {
      ECHO.handle(request, output);
      return ExitCode.DATA;
    });
    Lines lines = new Lines();
    Request request = new Request.Punches(Optional.of("2026-01-01"), Optional.empty(), Request.Format.CSV);
    assertEquals(65, ask(request, lines));
    assertEquals(List.of("got " + request), lines.out);
    assertEquals(List.of("and a word"), lines.err);
  }

  @Test
  void everyRequestArrivesAsItWasSent() throws IOException {
    List<Request> requests = List.of(new Request.Status(true), new Request.Status(false),
        new Request.RosterImport("über.csv", "worker,name,badge\r\n1,\"Żółć \"\"x\"\"\",\n", true),
        new Request.RosterList(), new Request.RosterExport(),
        new Request.Punches(Optional.of("a"), Optional.of("b"), Request.Format.JSON));
    List<Request> seen = new ArrayList<>();
    serve((request, _) -> {
      seen.add(request);
      return ExitCode.OK;
    });
    for (Request request : requests) {
      assertEquals(0, ask(request, new Lines()));
    }
    assertEquals(requests, seen);
  }

  @Test
  void onlyTheOwnerMayUseTheSocketAndNothingElseIsLeftInItsFolder() throws IOException {
    serve(ECHO);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(path), files.toList());
    }
  }

  @Test
  void aGroupIsAdmittedAndAnUnknownOneLeavesTheOwnerAlone() throws IOException {
    String mine = Files.readAttributes(folder, java.nio.file.attribute.PosixFileAttributes.class).group().getName();
    try (ControlServer _ = new ControlServer(path, Optional.of(mine), ECHO, LIMITS, Pause.real())) {
      assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
    try (ControlServer _ = new ControlServer(path, Optional.of("no-such-group"), ECHO, LIMITS, Pause.real())) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
  }

  @Test
  void theSocketOfAKilledServiceIsReplaced() throws IOException {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path), "Java leaves the file, as kill -9 does");
    assertInstanceOf(Attempt.Stopped.class, ControlClient.connect(path));
    serve(ECHO);
    assertEquals(0, ask(new Request.RosterList(), new Lines()));
  }

  @Test
  void theSocketOfALivingServiceIsNotTaken() throws IOException {
    serve(ECHO);
    IOException e = assertThrows(IOException.class,
        () -> new ControlServer(path, Optional.empty(), ECHO, LIMITS, Pause.real()));
    assertTrue(String.valueOf(e.getMessage()).contains("another service answers"), e.getMessage());
    assertEquals(0, ask(new Request.RosterList(), new Lines()));
  }

  @Test
  void aFileThatIsNoSocketIsNotReplaced() throws IOException {
    Files.writeString(path, "precious");
    assertThrows(IOException.class, () -> new ControlServer(path, Optional.empty(), ECHO, LIMITS, Pause.real()));
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void aClosedServerLeavesNoFileAndDoesNotTakeItsSuccessorsAway() throws IOException {
    ControlServer first = serve(ECHO);
    first.close();
    assertFalse(Files.exists(path));
    ControlServer second = serve(ECHO);
    first.close();
    assertEquals(0, ask(new Request.RosterList(), new Lines()));
    second.close();
    assertInstanceOf(Attempt.Stopped.class, ControlClient.connect(path));
  }

  @Test
  void garbageIsAnsweredWithWordsThatDoNotRepeatIt() throws IOException {
    serve(ECHO);
    for (String garbage : List.of("hello em:0F002EC3E3\n", "[1, 2]\n", "{    }\n", "{\"command\":7}\n",
        "{\"command\":\"em:0F002EC3E3\"}\n", "{\"command\":\"status\",\"surprise\":true}\n",
        "{\"command\":\"punches\",\"format\":\"em:0F002EC3E3\"}\n", "{\"command\":\"status\",\"json\":\"yes\"}\n",
        "{\"command\":\"status\",\"json\":null}\n", "{\"command\":\"status\",\"command\":\"roster-list\"}\n",
        "{\"command\":" + "[".repeat(2000) + "\n", "\0\1\2\3\n", "{\"command\":\"roster-import\",\"file\":\"f\"}\n")) {
      String answer = talk(garbage.getBytes(UTF_8));
      assertTrue(answer.endsWith("{\"exit\":64}\n"), garbage + " -> " + answer);
      assertFalse(answer.contains("0F002EC3E3"), answer);
    }
    assertEquals(0, ask(new Request.RosterList(), new Lines()));
  }

  @Test
  void anIdleAndASlowClientAreCutOffAndOthersServedMeanwhile() throws IOException {
    serve(ECHO, IMPATIENT);
    SocketChannel idle = raw();
    SocketChannel slow = raw();
    slow.write(ByteBuffer.wrap("{\"command\":".getBytes(UTF_8)));
    assertEquals(0, ask(new Request.RosterList(), new Lines()));
    assertEquals("", rest(idle));
    assertEquals("", rest(slow));
    assertEquals(0, ask(new Request.RosterList(), new Lines()));
  }

  @Test
  void aClientThatTakesNothingOfItsAnswerIsCutOff() throws IOException {
    AtomicInteger ended = new AtomicInteger();
    serve((_, output) -> {
      try {
        for (int i = 0; i < 1_000_000; i++) {
          output.out("a line that fills the socket's buffer sooner or later");
        }
        return ExitCode.OK;
      } finally {
        ended.incrementAndGet();
      }
    }, IMPATIENT);
    SocketChannel deaf = raw();
    deaf.write(ByteBuffer.wrap("{\"command\":\"roster-list\"}\n".getBytes(UTF_8)));
    await().atMost(Duration.ofSeconds(20)).until(() -> ended.get() == 1);
    assertFalse(rest(deaf).contains("exit"), "an answer that was cut must not look complete");
  }

  @Test
  void aRequestThatIsTooLargeIsRefused() throws IOException {
    serve(ECHO);
    Lines lines = new Lines();
    assertEquals(65, ask(new Request.RosterImport("f", "x".repeat(3 << 20), false), lines));
    assertEquals(List.of("the request has more than 1048576 bytes"), lines.err);
    assertEquals(0, ask(new Request.RosterImport("f", "x".repeat(900_000), false), new Lines()));
  }

  @Test
  void onlyOneLargeRequestIsReadAtATime() throws IOException {
    serve(ECHO);
    SocketChannel first = raw();
    ByteBuffer half = ByteBuffer
        .wrap(("{\"command\":\"roster-import\",\"csv\":\"" + "x".repeat(400_000)).getBytes(UTF_8));
    while (half.hasRemaining()) {
      first.write(half);
    }
    Lines lines = new Lines();
    await().until(() -> {
      Lines answer = new Lines();
      int code = ask(new Request.RosterImport("f", "x".repeat(500_000), false), answer);
      lines.err.addAll(answer.err);
      return code == 75;
    });
    assertTrue(lines.err.contains("another import is going on; try again in a moment"), lines.err.toString());
    first.close();
    await().until(() -> ask(new Request.RosterImport("f", "x".repeat(500_000), false), new Lines()) == 0);
  }

  @Test
  void theFifthClientIsToldToTryAgain() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(4);
    serve((_, output) -> {
      busy.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      output.out("done");
      return ExitCode.OK;
    });
    List<Thread> clients = new ArrayList<>();
    AtomicInteger good = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      clients.add(Thread.ofVirtual().start(() -> {
        try {
          if (ask(new Request.RosterList(), new Lines()) == 0) {
            good.incrementAndGet();
          }
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }));
    }
    busy.await();
    assertEquals(75, ask(new Request.RosterList(), new Lines()));
    go.countDown();
    for (Thread client : clients) {
      client.join();
    }
    assertEquals(4, good.get());
  }

  @Test
  void aCommandThatFailsIsAnsweredAndTheServiceGoesOn() throws IOException {
    serve((request, output) -> {
      if (request instanceof Request.RosterExport) {
        throw new IllegalStateException("broken");
      }
      if (request instanceof Request.Status) {
        throw new NoClassDefFoundError("a jar is missing");
      }
      return ECHO.handle(request, output);
    });
    Lines lines = new Lines();
    assertEquals(70, ask(new Request.RosterExport(), lines));
    assertTrue(lines.err.getFirst().contains("broken"), lines.err.toString());
    assertEquals(70, ask(new Request.Status(true), lines));
    assertEquals(0, ask(new Request.RosterList(), new Lines()));
  }

  @Test
  void anAnswerThatEndsEarlyIsAnError() throws IOException {
    try (ServerSocketChannel half = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      half.bind(UnixDomainSocketAddress.of(path));
      Thread.ofVirtual().start(() -> {
        try (SocketChannel client = half.accept()) {
          client.write(ByteBuffer.wrap("{\"out\":\"one\"}\n{\"out\":\"tw".getBytes(UTF_8)));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
      Lines lines = new Lines();
      assertThrows(IOException.class, () -> ask(new Request.RosterList(), lines));
      assertEquals(List.of("one"), lines.out);
    }
    Files.delete(path);
  }

  @Test
  void aMillionPunchesPassThroughTheSocketOneByOne() throws IOException {
    FakePunchStore store = new FakePunchStore(1_000_000);
    serve(new Operations(store, () -> {
      throw new AssertionError("nobody asks for the status");
    }, java.time.ZoneId.of("Europe/Madrid"), _ -> {}, Recorders.workers(store)));
    AtomicInteger lines = new AtomicInteger();
    assertEquals(0, ask(new Request.Punches(Optional.empty(), Optional.empty(), Request.Format.CSV), new Output() {
      @Override
      public void out(String line) {
        lines.incrementAndGet();
      }

      @Override
      public void err(String line) {
        throw new AssertionError(line);
      }
    }));
    assertEquals(1_000_001, lines.get());
  }

  @Test
  void aPathThatIsTooLongIsExplained() {
    Path deep = folder.resolve("x".repeat(120));
    IOException e = assertThrows(IOException.class, () -> new ControlServer(deep.resolve("s"), Optional.empty(), ECHO,
        LIMITS, Pause.real()));
    assertTrue(String.valueOf(e.getMessage()).contains("cannot be made"), e.getMessage());
    deep.toFile().delete();
  }

  @Test
  void whatIsForTheOwnerIsDoneForTheOwner() throws IOException {
    serve(ECHO);
    Lines lines = new Lines();
    assertEquals(0, ask(new Request.WorkerErase("1042", "left in 2022"), lines));
    assertEquals(List.of("got " + new Request.WorkerErase("1042", "left in 2022")), lines.out);
  }

  @Test
  void whatIsForTheOwnerIsRefusedToAnotherUserOfTheSocket() throws Exception {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat is not installed");
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
    serve(ECHO);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertTrue(asNobody("{\"command\":\"worker-erase\",\"worker\":\"1042\",\"reason\":\"left\"}")
        .contains("for root and the service's user only"));
    assertTrue(asNobody("{\"command\":\"worker-show\",\"worker\":\"1042\"}").contains("got WorkerShow"));
  }

  private String asNobody(String request) throws IOException, InterruptedException {
    Process nobody = new ProcessBuilder("/usr/bin/setpriv", "--reuid=65534", "--clear-groups", "/usr/bin/socat", "-t30",
        "-", "UNIX-CONNECT:" + path).redirectErrorStream(true).start();
    try (var in = nobody.getOutputStream()) {
      in.write((request + "\n").getBytes(UTF_8));
    }
    String answer = new String(nobody.getInputStream().readAllBytes(), UTF_8);
    nobody.waitFor();
    return answer;
  }

  @Test
  void everyRequestAboutWorkersArrivesAsItWasSentAndShowsNoPin() throws IOException {
    List<Request> seen = new CopyOnWriteArrayList<>();
    serve((request, _) -> {
      seen.add(request);
      return ExitCode.OK;
    });
    Pin pin = new Pin("2580");
    List<Request> sent = List.of(
        new Request.Correct(Request.Action.REPLACE, Optional.of("5"), Optional.of("1042"), Optional.of("IN"),
            Optional.of("2026-11-20T08:00"), "7", pin, Optional.of(new Request.Approval("8", new Pin("0852"))), "why"),
        new Request.Correct(Request.Action.VOID, Optional.of("5"), Optional.empty(), Optional.empty(),
            Optional.empty(), "7", pin, Optional.empty(), "why \"so\""),
        new Request.WorkerShow("1042", Optional.of("2026-11-20")), new Request.WorkerShow("1042", Optional.empty()),
        new Request.WorkerPin("7", Optional.of(pin)), new Request.WorkerPin("7", Optional.empty()),
        new Request.WorkerRole("7", "supervisor", "", true), new Request.WorkerErase("1042", "left"));
    for (Request request : sent) {
      assertEquals(0, ask(request, new Lines()));
    }
    assertEquals(sent, seen);
    assertFalse(seen.toString().contains("2580"));
  }

  @Test
  void aMalformedRequestAboutWorkersIsRefusedWithoutItsContent() throws IOException {
    serve(ECHO);
    for (String wrong : List.of("{\"command\":\"correct\",\"action\":\"burn\",\"pin\":\"2580\"}",
        "{\"command\":\"correct\",\"action\":\"void\",\"by\":\"7\",\"pin\":\"25x80\",\"reason\":\"why\"}",
        "{\"command\":\"correct\",\"action\":\"void\",\"by\":\"7\",\"reason\":\"2580\"}",
        "{\"command\":\"correct\",\"action\":\"void\",\"by\":\"7\",\"pin\":\"2580\",\"reason\":\"why\",\"approvedBy\":\"8\"}",
        "{\"command\":\"worker-erase\",\"worker\":\"1\"}")) {
      String answer = talk((wrong + "\n").getBytes(UTF_8));
      assertTrue(answer.contains("\"exit\":64") && !answer.contains("80"), answer);
    }
  }
}
