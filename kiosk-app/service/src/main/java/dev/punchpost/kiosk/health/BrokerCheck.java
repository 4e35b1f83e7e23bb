package dev.punchpost.kiosk.health;

import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.MqttLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Whether a broker can be reached, step by step: name, TCP, MQTT.
final class BrokerCheck {
  private static final int CONNECT_MS = 5_000;
  /// How long a connection has to last to count.
  private static final int STAYS_MS = 1_000;

  private final Function<Settings, MqttLink> links;

  BrokerCheck(Function<Settings, MqttLink> links) {
    this.links = links;
  }

  List<Check> examine(Settings settings, ServiceView service) {
    List<Check> checks = new ArrayList<>();
    for (BrokerUrl url : settings.mqtt().urls()) {
      checks.add(examine(settings, url, service));
    }
    return checks;
  }

  private Check examine(Settings settings, BrokerUrl url, ServiceView service) {
    String name = "broker " + url;
    if (service instanceof ServiceView.Running running && running.brokerConnected()
        && running.broker().equals(url.toString())) {
      return running.lastError().isEmpty()
          ? Check.ok(name, "the service is connected")
          : Check.fail(name, "the service is connected, but nothing is delivered: " + running.lastError(),
              "look at the broker's access list and log: client id " + settings.terminal().clientId()
                  + " must be allowed to publish and subscribe");
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(url.host());
    } catch (UnknownHostException e) {
      return Check.fail(name, "the name " + url.host() + " does not resolve",
          "look at the name and at the network's DNS");
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, url.port()), CONNECT_MS);
    } catch (IOException e) {
      return Check.fail(name, "no connection to " + address.getHostAddress() + " port " + url.port() + ": "
          + e.getMessage(), "start the broker, or look at the address and the firewall");
    }
    return switch (service) {
      case ServiceView.Running running -> running.brokerConnected()
          ? Check.ok(name, "takes connections; the service uses another one")
          : Check.fail(name, "takes connections, but the service has none: " + running.lastError(),
              "look at the broker's log");
      case ServiceView.Denied _,ServiceView.Silent _,ServiceView.Busy _ ->
        Check.ok(name, "takes connections (MQTT was not tried, so as not to disturb the service)");
      case ServiceView.Stopped _ -> mqtt(settings, url, name);
    };
  }

  private Check mqtt(Settings settings, BrokerUrl url, String name) {
    BlockingQueue<String> lost = new LinkedBlockingQueue<>();
    MqttLink.Listener listener = new MqttLink.Listener() {
      @Override
      public void acknowledged(long seq, int reasonCode) {
        // nothing is published
      }

      @Override
      public void lost(String reason) {
        lost.add(reason);
      }
    };
    try (MqttLink.Session session = links.apply(settings).connect(url, listener)) {
      String reason = lost.poll(STAYS_MS, TimeUnit.MILLISECONDS);
      return reason == null
          ? Check.ok(name, "accepts the terminal; " + session.receiveMaximum() + " messages at a time")
          : Check.fail(name, "accepts the terminal and does not keep the connection: " + reason,
              "look at the broker's log, and whether another machine uses client id " + settings.terminal().clientId());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Check.fail(name, "was not examined to the end", "try again");
    } catch (LinkException e) {
      return Check.fail(name, String.valueOf(e.getMessage()), switch (e.kind()) {
        case NAME, REFUSED, TIMEOUT, LOST -> "look at the broker's log";
        case TLS -> "look at [mqtt.tls] and at the machine's date";
        case NOT_AUTHORISED, BROKER -> "let the broker admit client id " + settings.terminal().clientId();
      });
    }
  }
}
