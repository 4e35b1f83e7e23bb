package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.LinkException.Kind;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.forward.wire.BrokerSocket;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// An MQTT 5 link through Eclipse Paho. A new client for each connection, and nothing left of it afterwards: no thread,
/// no descriptor. Our outbox is the queue, so the session starts clean and Paho keeps messages in memory only.
public final class PahoLink implements MqttLink {
  /// Paho logs every lost connection with a stack trace; we say it once, in words. The reference keeps the level.
  private static final Logger PAHO = Logger.getLogger("org.eclipse.paho");

  static {
    PAHO.setLevel(Level.OFF);
  }

  /// Largest packet in either direction, in bytes: Paho takes what CONNECT says of the broker's packets for a limit of
  /// its own ones as well, and drops the connection over a larger one.
  static final int LARGEST_PACKET = 1 << 20;

  private final ConnectOptions options;

  public PahoLink(ConnectOptions options) {
    this.options = options;
  }

  @Override
  public Session connect(BrokerUrl url, Listener listener) {
    LentSocket socket = new LentSocket(BrokerSocket.open(url, options.tls(), options.timeout()));
    PahoSession session;
    try {
      // The address is never used, and being a literal it costs no question to DNS.
      MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1", options.clientId(), new MemoryPersistence(),
          new KeepAlive(options.clientId()), null);
      session = new PahoSession(client, socket, listener);
    } catch (MqttException e) {
      socket.close();
      throw new LinkException(Kind.BROKER, "the MQTT client cannot be made: " + e.getMessage(), e);
    }
    boolean done = false;
    try {
      MqttConnectionOptions settings = settings(options, socket);
      MqttProperties granted;
      try {
        granted = session.connect(settings).get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        wipe(settings);
      }
      session.accept(granted, url);
      done = true;
      return session;
    } catch (TimeoutException e) {
      throw new LinkException(Kind.TIMEOUT, url + " accepted the connection and did not answer within "
          + BrokerSocket.seconds(options.timeout()) + " (is it an MQTT broker?)", e);
    } catch (ExecutionException e) {
      throw ConnectFailure.of(e.getCause(), url, options);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException(Kind.LOST, "interrupted while connecting to " + url, e);
    } finally {
      if (!done) {
        session.close();
      }
    }
  }

  private static MqttConnectionOptions settings(ConnectOptions options, LentSocket socket) {
    MqttConnectionOptions settings = new MqttConnectionOptions();
    settings.setCleanStart(true);
    settings.setAutomaticReconnect(false);
    settings.setKeepAliveInterval((int) options.keepAlive().toSeconds());
    settings.setSocketFactory(socket.factory());
    // What a message may cost us: the broker does not send a larger one (MQTT 5, 3.1.2.11.4).
    settings.setMaximumPacketSize((long) LARGEST_PACKET);
    options.will().ifPresent(will -> {
      settings.setWill(will.topic(), new MqttMessage(will.payload().get(), 1, will.retained(), null));
      settings.setWillMessageProperties(PahoSession.properties(will.contentType()));
    });
    options.login().ifPresent(login -> {
      settings.setUserName(login.username());
      settings.setPassword(login.password().get());
    });
    return settings;
  }

  private static void wipe(MqttConnectionOptions settings) {
    byte[] password = settings.getPassword();
    if (password != null) {
      Arrays.fill(password, (byte) 0);
    }
  }
}
