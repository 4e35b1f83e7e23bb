package dev.punchpost.demo;

import dev.punchpost.kiosk.Main;
import dev.punchpost.kiosk.Wiring;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.forward.paho.ConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/// The real service with one bad spot in its link to the broker: the sixth entry or the first punch after it is
/// dropped, doubled or altered. Each class inside is a program.
final class SabotagedTerminal {
  private static final long FROM_SEQ = 6;

  private SabotagedTerminal() {}

  /// Tells the forwarder that the broker has it, and sends nothing.
  static final class Dropping {
    private Dropping() {}

    public static void main(String[] args) {
      run(args, (session, listener, publication) -> listener.acknowledged(publication.seq(), 0));
    }
  }

  /// Sends it, and once more as if it were another entry.
  static final class Doubling {
    private Doubling() {}

    public static void main(String[] args) {
      run(args, (session, listener, publication) -> {
        session.publish(publication);
        session.publish(changed(publication, 1_000_000 + publication.seq(),
            json -> json.replaceFirst("\"id\":\"[0-9a-f]{8}", "\"id\":\"00000000").replaceFirst("\"seq\":[0-9]+",
                "\"seq\":" + (publication.seq() + 1))));
      });
    }
  }

  /// Sends it with one letter less truth.
  static final class Altering {
    private Altering() {}

    public static void main(String[] args) {
      run(args, (session, listener, publication) -> session
          .publish(changed(publication, publication.seq(), json -> json.contains("\"kind\":\"IN\"")
              ? json.replace("\"kind\":\"IN\"", "\"kind\":\"OUT\"")
              : json.replace("\"kind\":\"OUT\"", "\"kind\":\"IN\""))));
    }
  }

  private interface Fault {
    void publish(MqttLink.Session session, MqttLink.Listener listener, MqttLink.Publication publication);
  }

  private static void run(String[] args, Fault fault) {
    System.exit(Main.run(() -> new Wiring() {
      @Override
      protected MqttLink mqttLink(Settings settings, Optional<ConnectOptions.Will> will) {
        return new BadLink(super.mqttLink(settings, will), fault);
      }
    }, args));
  }

  private static MqttLink.Publication changed(MqttLink.Publication publication, long seq,
      UnaryOperator<String> change) {
    String json = change.apply(new String(publication.payload(), StandardCharsets.UTF_8));
    return new MqttLink.Publication(seq, publication.topic(), json.getBytes(StandardCharsets.UTF_8),
        publication.contentType());
  }

  /// Does its harm once, to a punch; honest otherwise.
  private record BadLink(MqttLink honest, Fault fault, AtomicBoolean done) implements MqttLink {
    BadLink(MqttLink honest, Fault fault) {
      this(honest, fault, new AtomicBoolean());
    }

    @Override
    public Session connect(BrokerUrl url, Listener listener) {
      Session session = honest.connect(url, listener);
      return new Session() {
        @Override
        public int receiveMaximum() {
          return session.receiveMaximum();
        }

        @Override
        public int maximumPacketSize() {
          return session.maximumPacketSize();
        }

        @Override
        public void publish(Publication publication) {
          boolean punch = publication.topic().endsWith("/punch");
          if (punch && publication.seq() >= FROM_SEQ && done.compareAndSet(false, true)) {
            fault.publish(session, listener, publication);
          } else {
            session.publish(publication);
          }
        }

        @Override
        public void subscribe(List<String> filters) {
          session.subscribe(filters);
        }

        @Override
        public void close() {
          session.close();
        }
      };
    }
  }
}
