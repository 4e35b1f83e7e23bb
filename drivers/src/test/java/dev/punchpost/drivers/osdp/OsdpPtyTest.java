package dev.punchpost.drivers.osdp;

import static dev.punchpost.drivers.osdp.OsdpHarness.OWN;
import static dev.punchpost.drivers.osdp.OsdpHarness.installing;
import static dev.punchpost.drivers.osdp.OsdpHarness.open;
import static dev.punchpost.drivers.osdp.OsdpHarness.secure;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.panel.Signal;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Over a pseudo-terminal, against a reader that shares nothing with this code: `osdp/pd.py`, Python with OpenSSL's
/// AES. Aborts where python3 or libcrypto is not there.
@Timeout(60)
class OsdpPtyTest {
  private static final ReaderName NAME = new ReaderName("front");
  private static final int ADDRESS = 0x11;
  private static final String OWN_HEX = "00112233445566778899AABBCCDDEEFF";

  private final List<OsdpEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable PtyPort pty;

  private BufferedWriter start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3",
        Path.of(Objects.requireNonNull(getClass().getResource("/osdp/pd.py")).toURI()).toString()));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      Assumptions.abort("python3 is not here");
      throw e;
    }
    open.add(process::destroy);
    BufferedReader out = process.inputReader();
    String path = out.readLine();
    Assumptions.assumeTrue(path != null, "python3 has no libcrypto here");
    Thread.ofPlatform().daemon().start(() -> out.lines().forEach(said::add));
    pty = new PtyPort(path);
    return process.outputWriter();
  }

  private PtyPort port() {
    return Objects.requireNonNull(pty, "start the reader first");
  }

  private OsdpBus bus() {
    OsdpBus bus = OsdpBus.start(port(), () -> System.nanoTime() / 1000, OsdpOptions.defaults().withBaud(115_200),
        events::add);
    open.add(0, bus);
    return bus;
  }

  private static void tell(BufferedWriter pd, String line) throws IOException {
    pd.write(line + "\n");
    pd.flush();
  }

  private static Optional<Credential> card(OsdpReader reader) {
    for (int i = 0; i < 50; i++) {
      if (reader.next(Duration.ofMillis(100)).orElse(null) instanceof ReaderEvent.Presented p) {
        return Optional.of(p.credential());
      }
    }
    return Optional.empty();
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void cardsKeysOutputAndRestartThroughTheSecureChannel() throws Exception {
    BufferedWriter pd = start("--key", OWN_HEX);
    OsdpBus bus = bus();
    OsdpReader reader = bus.open(NAME, secure(ADDRESS));
    await().until(() -> said.equals(List.of("SECURE own")));
    assertEquals("A1B2C3", ((OsdpEvent.Online) events.getFirst()).identity().vendor());

    tell(pd, "card 26 bdd93740");
    assertEquals(Optional.of(new Credential.Wiegand(26, 123, 45678)), card(reader));
    tell(pd, "card 56 04a224b2c31d80");
    assertEquals("uid:04A224B2C31D80", card(reader).orElseThrow().id().canonical());

    bus.indicator(ADDRESS).play(new Signal(List.of(new Signal.Step(Signal.Light.GREEN, 2000,
        Duration.ofMillis(200)))));
    bus.display(ADDRESS, 1).show(List.of("IN 07:59 Ana"));
    await().until(() -> said.containsAll(List.of("LED 2", "BUZ", "TEXT IN 07:59 Ana")));
    // 10 characters and 6 of header fill a block of AES: a whole block of padding follows.
    bus.display(ADDRESS, 1).show(List.of("0123456789"));
    await().until(() -> said.contains("TEXT 0123456789"));

    tell(pd, "restart");
    await().until(() -> said.stream().filter("SECURE own"::equals).count() == 2);
    tell(pd, "mute 2");
    tell(pd, "card 34 8000800080");
    assertEquals(Optional.of(new Credential.Wiegand(34, 1, 1)), card(reader));
    tell(pd, "keys 1234");
    await().until(() -> events.stream()
        .anyMatch(e -> e instanceof OsdpEvent.KeysPressed k && k.keys().equals("1234")));
    assertFalse(said.stream().anyMatch(s -> s.contains("WRONG")), said::toString);
  }

  @Test
  void aNewReaderGetsTheKeyInInstallModeOnly() throws Exception {
    start("--install");
    OsdpBus bus = bus();
    HalException e = assertThrows(HalException.class, () -> bus.open(NAME, secure(ADDRESS)));
    assertEquals(HalException.Kind.PROTOCOL, e.kind());
    assertEquals(List.of(), said);
    bus.open(NAME, installing(ADDRESS)).close();
    bus.open(NAME, secure(ADDRESS)).close();
    await().until(() -> said.equals(List.of("SECURE default", "KEYSET", "SECURE own", "SECURE own")));
  }

  @Test
  void aStrangersReaderIsNotTrusted() throws Exception {
    start("--key", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF");
    OsdpBus bus = bus();
    assertThrows(HalException.class, () -> bus.open(NAME, secure(ADDRESS)));
    assertEquals(OsdpEvent.Doubt.WRONG_KEY, ((OsdpEvent.NotTrusted) events.getFirst()).doubt());
  }

  @Test
  void checksumsAndNoMarkingByteAreTakenToo() throws Exception {
    BufferedWriter pd = start("--key", OWN_HEX, "--checksum", "--no-mark");
    OsdpReader reader = bus().open(NAME, secure(ADDRESS));
    tell(pd, "card 26 bdd93740");
    assertEquals(Optional.of(new Credential.Wiegand(26, 123, 45678)), card(reader));
  }

  @Test
  void tamperEndsTheTrust() throws Exception {
    BufferedWriter pd = start("--key", OWN_HEX);
    OsdpReader reader = bus().open(NAME, secure(ADDRESS));
    tell(pd, "tamper 1");
    await().until(() -> events.stream().anyMatch(OsdpEvent.NotTrusted.class::isInstance));
    assertThrows(HalException.class, () -> card(reader));
  }

  @Test
  void theReaderIsFoundByDiscovery() throws Exception {
    start("--install");
    List<OsdpDiscovery.Found> found = OsdpDiscovery.search(baud -> port(), () -> System.nanoTime() / 1000,
        List.of(9600), List.of(ADDRESS));
    assertEquals(List.of(ADDRESS), found.stream().map(OsdpDiscovery.Found::address).toList());
    OsdpReader reader = bus().open(NAME, open(ADDRESS));
    assertTrue(reader.counts().presented() == 0);
  }

  @Test
  void theKeyOfTheseTestsIsWhatTheReaderWasGiven() {
    assertEquals(OsdpKey.parse(OWN_HEX), OWN);
  }
}
