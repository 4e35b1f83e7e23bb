package dev.punchpost.kiosk.forward.paho;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.punchpost.kiosk.forward.Mosquitto;
import dev.punchpost.kiosk.forward.MqttLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes in, the last will, retained publications and the login, against a real mosquitto and a client of another
/// make.
class PahoReceiveTest {
  private static final String ROOT = "punchpost/v1/plant-a/door-1/";
  private static final ConnectOptions OPTIONS = new ConnectOptions("plant-a.door-1", Duration.ofSeconds(5),
      Duration.ofSeconds(5), Optional.empty());

  @TempDir
  Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Mqtt5BlockingClient other(Mosquitto broker) {
    Mqtt5BlockingClient client = Mqtt5Client.builder().identifier("other").serverHost("127.0.0.1")
        .serverPort(broker.port()).buildBlocking();
    client.connect();
    return client;
  }

  @Test
  void aRequestComesWithEverythingThatAnAnswerNeeds() {
    try (Mosquitto broker = Mosquitto.start(directory)) {
      Heard heard = new Heard();
      MqttLink.Session session = new PahoLink(OPTIONS).connect(broker.url(), heard);
      session.subscribe(List.of(ROOT + "cmd/+", ROOT + "ack/+"));
      await().untilAsserted(() -> assertEquals(List.of(ROOT + "cmd/+:1", ROOT + "ack/+:1"), heard.subscribed));
      Mqtt5BlockingClient other = other(broker);
      other.publishWith().topic(ROOT + "cmd/identify").payload(bytes("{}")).qos(MqttQos.AT_LEAST_ONCE)
          .responseTopic("answers/here").correlationData(bytes("c-1")).messageExpiryInterval(60).send();
      await().untilAsserted(() -> assertEquals(1, heard.received.size()));
      MqttLink.Received message = heard.received.getFirst();
      assertEquals(ROOT + "cmd/identify", message.topic());
      assertArrayEquals(bytes("{}"), message.payload());
      assertFalse(message.retained());
      assertEquals(Optional.of("answers/here"), message.responseTopic());
      assertArrayEquals(bytes("c-1"), message.correlationData().orElseThrow());
      assertTrue(message.expirySeconds().orElseThrow() <= 60 && message.expirySeconds().orElseThrow() > 50);
      other.disconnect();
      session.close();
    }
  }

  @Test
  void whatIsRetainedComesAfterTheSubscriptionAndSaysSo() {
    try (Mosquitto broker = Mosquitto.start(directory)) {
      Mqtt5BlockingClient other = other(broker);
      other.publishWith().topic(ROOT + "ack/payroll").payload(bytes("{\"through\":5}")).retain(true)
          .qos(MqttQos.AT_LEAST_ONCE).send();
      Heard heard = new Heard();
      MqttLink.Session session = new PahoLink(OPTIONS).connect(broker.url(), heard);
      session.subscribe(List.of(ROOT + "ack/payroll"));
      await().untilAsserted(() -> assertEquals(1, heard.received.size()));
      assertTrue(heard.received.getFirst().retained());
      assertEquals(OptionalLong.empty(), heard.received.getFirst().expirySeconds());
      other.publishWith().topic(ROOT + "ack/payroll").payload(bytes("{\"through\":6}")).retain(true)
          .qos(MqttQos.AT_LEAST_ONCE).send();
      await().untilAsserted(() -> assertEquals(2, heard.received.size()));
      assertFalse(heard.received.getLast().retained(), "it is published just now");
      other.disconnect();
      session.close();
    }
  }

  @Test
  void aRefusedSubscriptionIsHandedOnWithItsReasonCode() throws IOException {
    // Mosquitto grants what its access list then keeps silent about, so a server answers by hand: SUBACK (MQTT 5, 3.9)
    // for packet 1, no properties, not authorised and granted QoS 1.
    byte[] suback = {(byte) 0x90, 0x05, 0x00, 0x01, 0x00, (byte) 0x87, 0x01};
    try (Server server = new Server(socket -> {
      Server.readPacket(socket);
      socket.getOutputStream().write(Server.CONNACK);
      Server.readPacket(socket);
      socket.getOutputStream().write(suback);
      Server.linger(socket);
    })) {
      Heard heard = new Heard();
      MqttLink.Session session = new PahoLink(OPTIONS).connect(server.url(), heard);
      session.subscribe(List.of("other/#", ROOT + "cmd/+"));
      await().untilAsserted(() -> assertEquals(List.of("other/#:135", ROOT + "cmd/+:1"), heard.subscribed));
      session.close();
    }
  }

  @Test
  void anAnswerCarriesItsCorrelationDataAndWhatIsRetainedStays() {
    try (Mosquitto broker = Mosquitto.start(directory)) {
      Heard heard = new Heard();
      MqttLink.Session session = new PahoLink(OPTIONS).connect(broker.url(), heard);
      session.publish(new MqttLink.Publication(0, "answers/here", bytes("done"), "text/plain", true,
          Optional.of(bytes("c-1"))));
      await().untilAsserted(() -> assertEquals(1, heard.acknowledged.size()));
      session.subscribe(List.of("answers/#"));
      await().untilAsserted(() -> assertEquals(1, heard.received.size()));
      assertTrue(heard.received.getFirst().retained());
      assertArrayEquals(bytes("c-1"), heard.received.getFirst().correlationData().orElseThrow());
      session.close();
    }
  }

  @Test
  void theLastWillIsPublishedAndRetainedWhenTheTerminalGoesWithOrWithoutAWord() {
    try (Mosquitto broker = Mosquitto.start(directory)) {
      ConnectOptions options = OPTIONS
          .withWill(new ConnectOptions.Will(ROOT + "status", () -> bytes("away"), "application/json", true));
      Heard watcher = new Heard();
      MqttLink.Session watching = new PahoLink(ConnectOptions.defaults("watcher")).connect(broker.url(), watcher);
      watching.subscribe(List.of(ROOT + "status"));
      await().untilAsserted(() -> assertEquals(1, watcher.subscribed.size()));
      MqttLink.Session orderly = new PahoLink(options).connect(broker.url(), new Heard());
      orderly.close();
      await().untilAsserted(() -> assertEquals(1, watcher.received.size()));
      MqttLink.Session first = new PahoLink(options).connect(broker.url(), new Heard());
      // The broker ends the first connection when the same client comes again.
      MqttLink.Session second = new PahoLink(options).connect(broker.url(), new Heard());
      await().untilAsserted(() -> assertEquals(2, watcher.received.size()));
      assertArrayEquals(bytes("away"), watcher.received.getLast().payload());
      first.close();
      second.close();
      watching.close();
    }
  }

  @Test
  void theLoginIsAskedForAtEachConnect() throws IOException, InterruptedException {
    Path passwords = Files.writeString(directory.resolve("passwords"), "door:secret\n");
    Process hash = new ProcessBuilder("mosquitto_passwd", "-U", passwords.toString()).start();
    assertEquals(0, hash.waitFor());
    try (Mosquitto broker = Mosquitto.start(directory, "allow_anonymous false", "password_file " + passwords)) {
      ConnectOptions options = OPTIONS.withLogin(new ConnectOptions.Login("door", () -> bytes("secret")));
      PahoLink link = new PahoLink(options);
      link.connect(broker.url(), new Heard()).close();
      link.connect(broker.url(), new Heard()).close();
    }
  }
}
