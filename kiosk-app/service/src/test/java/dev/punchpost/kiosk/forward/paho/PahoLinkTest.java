package dev.punchpost.kiosk.forward.paho;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.LinkException.Kind;
import dev.punchpost.kiosk.forward.Mosquitto;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.forward.Subscriber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The link against a real mosquitto, and against servers that misbehave. The run of reconnects is 50 long in CI and
/// 1,000 with `-Dpunchpost.full=true`.
class PahoLinkTest {
  private static final String TOPIC = "punchpost/v1/plant-a/door-1/punch";
  private static final String CONTENT_TYPE = "application/cloudevents+json";

  @TempDir
  Path directory;

  private static PahoLink link(Duration timeout) {
    return new PahoLink(new ConnectOptions("plant-a.door-1", Duration.ofSeconds(30), timeout, Optional.empty()));
  }

  private static LinkException fails(BrokerUrl url, Kind kind, String... words) {
    LinkException e = assertThrows(LinkException.class,
        () -> link(Duration.ofMillis(700)).connect(url, new Heard()).close());
    for (String word : words) {
      assertTrue(String.valueOf(e.getMessage()).contains(word), e.getMessage());
    }
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private static MqttLink.Publication publication(long seq, String topic) {
    byte[] payload = ("{\"id\":\"" + seq + "\"}").getBytes(StandardCharsets.UTF_8);
    return new MqttLink.Publication(seq, topic, payload, CONTENT_TYPE);
  }

  @Test
  void aPublicationArrivesWithItsContentTypeAndIsAcknowledged() {
    try (Mosquitto broker = Mosquitto.start(directory); Subscriber subscriber = Subscriber.start(broker.port())) {
      Heard heard = new Heard();
      MqttLink.Session session = link(Duration.ofSeconds(5)).connect(broker.url(), heard);
      assertEquals(20, session.receiveMaximum(), "mosquitto's own default");
      session.publish(publication(1, TOPIC));
      await().untilAsserted(() -> assertEquals(List.of("1:0"), heard.acknowledged));
      await().untilAsserted(() -> assertEquals(1, subscriber.received().size()));
      assertEquals(CONTENT_TYPE, subscriber.received().getFirst().contentType());
      assertEquals("{\"id\":\"1\"}", subscriber.received().getFirst().body());
      session.close();
      session.close();
      assertEquals(List.of(), heard.lost, "we ended it ourselves");
    }
  }

  @Test
  void theBrokersLimitsAreTaken() {
    try (Mosquitto broker = Mosquitto.start(directory, "max_inflight_messages 7", "max_packet_size 500")) {
      MqttLink.Session session = link(Duration.ofSeconds(5)).connect(broker.url(), new Heard());
      assertEquals(7, session.receiveMaximum());
      assertEquals(500, session.maximumPacketSize());
      session.close();
    }
  }

  @Test
  void aPacketIsNeverLargerThanWeSay() {
    MqttLink.Publication publication = publication(1, TOPIC);
    // As the broker counts: one byte less is refused, so it may be a few bytes more but never fewer.
    try (Mosquitto broker = Mosquitto.start(directory, "max_packet_size " + publication.largestPacket())) {
      Heard heard = new Heard();
      MqttLink.Session session = link(Duration.ofSeconds(5)).connect(broker.url(), heard);
      session.publish(publication);
      await().untilAsserted(() -> assertEquals(1, heard.acknowledged.size()));
      session.close();
    }
  }

  @Test
  void aRefusalByTheAccessListIsHandedOnWithItsReasonCode() throws IOException {
    Path list = Files.writeString(directory.resolve("acl"), "topic write punchpost/v1/plant-a/door-1/event\n");
    try (Mosquitto broker = Mosquitto.start(directory, "acl_file " + list)) {
      Heard heard = new Heard();
      MqttLink.Session session = link(Duration.ofSeconds(5)).connect(broker.url(), heard);
      session.publish(publication(1, TOPIC));
      session.publish(publication(2, "punchpost/v1/plant-a/door-1/event"));
      await().untilAsserted(() -> assertEquals(2, heard.acknowledged.size()));
      assertEquals(List.of("1:135", "2:16"), heard.acknowledged, "not authorised; nobody subscribed");
      session.close();
    }
  }

  @Test
  void aBrokerThatGoesIsToldOnce() {
    try (Mosquitto broker = Mosquitto.start(directory)) {
      Heard heard = new Heard();
      MqttLink.Session session = link(Duration.ofSeconds(5)).connect(broker.url(), heard);
      broker.kill();
      await().untilAsserted(() -> assertEquals(1, heard.lost.size()));
      assertThrows(LinkException.class, () -> session.publish(publication(1, TOPIC)));
      session.close();
      assertEquals(1, heard.lost.size());
    }
  }

  @Test
  void theBrokersReasonForEndingAConnectionIsHandedOn() throws IOException {
    // DISCONNECT, session taken over (MQTT 5, 3.14).
    byte[] answer = {0x20, 0x03, 0x00, 0x00, 0x00, (byte) 0xE0, 0x02, (byte) 0x8E, 0x00};
    try (Server server = new Server(socket -> {
      Server.readPacket(socket);
      socket.getOutputStream().write(answer, 0, 5);
      Server.readPacket(socket);
      socket.getOutputStream().write(answer, 5, 4);
      Server.linger(socket);
    })) {
      Heard heard = new Heard();
      MqttLink.Session session = link(Duration.ofSeconds(5)).connect(server.url(), heard);
      session.publish(publication(1, TOPIC));
      await().untilAsserted(() -> assertEquals(1, heard.lost.size()));
      assertTrue(heard.lost.getFirst().contains("another client with the same client id"), heard.lost.getFirst());
      session.close();
    }
    awaitNoThreads();
  }

  @Test
  void aFrozenBrokerDoesNotHoldUpClosing() {
    try (Mosquitto broker = Mosquitto.start(directory)) {
      MqttLink.Session session = link(Duration.ofSeconds(5)).connect(broker.url(), new Heard());
      broker.freeze();
      byte[] large = new byte[1_000_000];
      for (int seq = 1; seq <= 10; seq++) {
        session.publish(new MqttLink.Publication(seq, TOPIC, large, CONTENT_TYPE));
      }
      long before = System.nanoTime();
      session.close();
      assertTrue(System.nanoTime() - before < Duration.ofSeconds(3).toNanos(), "the sender was blocked in a write");
    }
    awaitNoThreads();
  }

  @Test
  void whatCannotBeReachedIsNamedInWords() throws IOException {
    fails(new BrokerUrl(false, "no-such-host.invalid", 1883), Kind.NAME, "no-such-host.invalid does not resolve");
    fails(new BrokerUrl(false, "127.0.0.1", Mosquitto.freePort()), Kind.REFUSED, "nobody listens at mqtt://127.0.0.1");
    try (Server mute = new Server(Server::linger)) {
      fails(mute.url(), Kind.TIMEOUT, "accepted the connection and did not answer within 700 ms");
      fails(new BrokerUrl(true, "127.0.0.1", mute.url().port()), Kind.TIMEOUT, "did not answer the TLS handshake");
    }
    try (Server rude = new Server(socket -> {})) {
      fails(rude.url(), Kind.LOST, "closed the connection without an answer");
    }
    awaitNoThreads();
  }

  @Test
  void aBrokerThatSaysNoIsQuotedInWords() throws IOException {
    try (Mosquitto closed = Mosquitto.start(directory, "allow_anonymous false")) {
      fails(closed.url(), Kind.NOT_AUTHORISED, "refuses this terminal as plant-a.door-1", "not authorised (0x87)");
    }
    try (Server busy = new Server(Server.answering((byte) 0x20, (byte) 3, (byte) 0, (byte) 0x89, (byte) 0))) {
      fails(busy.url(), Kind.BROKER, "server busy (0x89)");
    }
    // CONNACK with the property Maximum QoS 0 (0x24).
    try (Server modest = new Server(
        Server.answering((byte) 0x20, (byte) 5, (byte) 0, (byte) 0, (byte) 2, (byte) 0x24, (byte) 0))) {
      fails(modest.url(), Kind.BROKER, "no delivery with acknowledgement");
    }
    awaitNoThreads();
  }

  @Test
  void aConnectionThatIsDroppedAfterConnackIsTold() throws IOException {
    try (Server server = new Server(Server.answering(Server.CONNACK))) {
      for (int i = 0; i < 5; i++) {
        Heard heard = new Heard();
        try {
          MqttLink.Session session = link(Duration.ofSeconds(5)).connect(server.url(), heard);
          await().untilAsserted(() -> assertEquals(1, heard.lost.size()));
          session.close();
        } catch (LinkException e) {
          assertEquals(Kind.LOST, e.kind(), "both are right: the drop may come before connect() returns");
        }
      }
    }
    awaitNoThreads();
  }

  @Test
  void noThreadAndNoDescriptorIsLeftByManyConnections() throws IOException {
    int rounds = Boolean.getBoolean("punchpost.full") ? 1_000 : 50;
    int refused = Mosquitto.freePort();
    try (Mosquitto broker = Mosquitto.start(directory);
        Server rude = new Server(socket -> {});
        Server dropping = new Server(Server.answering(Server.CONNACK))) {
      PahoLink link = link(Duration.ofSeconds(5));
      connectAndClose(link, broker.url());
      awaitNoThreads();
      long before = descriptors();
      for (int i = 0; i < rounds; i++) {
        BrokerUrl url = switch (i % 5) {
          case 0 -> rude.url();
          case 1 -> dropping.url();
          case 2 -> new BrokerUrl(false, "127.0.0.1", refused);
          default -> broker.url();
        };
        connectAndClose(link, url);
      }
      awaitNoThreads();
      // The servers here close their ends a moment later.
      await().untilAsserted(() -> assertTrue(descriptors() <= before + 2, before + " before, now " + descriptors()));
    }
  }

  private static void connectAndClose(PahoLink link, BrokerUrl url) {
    try (MqttLink.Session session = link.connect(url, new Heard())) {
      session.publish(publication(1, TOPIC));
    } catch (LinkException e) {
      assertTrue(e.kind() == Kind.LOST || e.kind() == Kind.REFUSED, e.getMessage());
    }
  }

  private static void awaitNoThreads() {
    await().untilAsserted(() -> assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName).filter(name -> name.startsWith("MQTT")).toList()));
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
