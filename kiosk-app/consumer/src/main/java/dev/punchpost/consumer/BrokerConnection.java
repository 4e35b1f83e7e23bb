package dev.punchpost.consumer;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The consumer's session at the broker: it lasts while the consumer is away, and nothing is acknowledged to the broker
/// before the database has it. Connects again by itself, for ever. [#take], [#publish] and [#command] may be called
/// from one thread; [#close] from any.
final class BrokerConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);
  /// Most messages of one batch. No receive maximum is asked for: mosquitto (2.0.11) was seen to send more after many
  /// reconnects of a session, for which the client has to end the connection, again and again. How many may wait is the
  /// broker's to say (`max_inflight_messages`).
  private static final int BATCH = 500;
  private static final long COMMAND_EXPIRY_S = 60;
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /// A message and how it is acknowledged.
  record Message(String topic, byte[] payload, Runnable acknowledge) {}

  private final ConsumerOptions options;
  private final Mqtt5AsyncClient client;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final ExecutorService receiver = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("consumer-receiver").factory());
  private final AtomicLong connects = new AtomicLong();
  private volatile String failure = "";
  private volatile boolean closing;

  BrokerConnection(ConsumerOptions options) {
    this.options = options;
    Mqtt5ClientBuilder builder = Mqtt5Client.builder().identifier(options.clientId())
        .serverHost(options.broker().host()).serverPort(options.broker().port())
        .automaticReconnect().initialDelay(500, TimeUnit.MILLISECONDS).maxDelay(30, TimeUnit.SECONDS)
        .applyAutomaticReconnect()
        .addConnectedListener(_ -> connected())
        .addDisconnectedListener(context -> lost(context.getCause()));
    if (options.tls().isPresent()) {
      builder = builder.sslConfig(ssl(options.tls().get()));
    }
    if (options.login().isPresent()) {
      ConsumerOptions.Login login = options.login().get();
      builder = builder.simpleAuth(
          Mqtt5SimpleAuth.builder().username(login.username()).password(login.password().get()).build());
    }
    client = builder.buildAsync();
  }

  private static MqttClientSslConfig ssl(TlsFiles files) {
    try {
      return MqttClientSslConfig.builder().trustManagerFactory(files.trust())
          .keyManagerFactory(files.keys().orElse(null)).protocols(List.of("TLSv1.3", "TLSv1.2")).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// Begins to connect, and does not wait for it.
  void start() {
    client.publishes(MqttGlobalPublishFilter.ALL, this::received, receiver, true);
    client.connectWith().cleanStart(false).sessionExpiryInterval(options.session().toSeconds()).keepAlive(30)
        .send().whenComplete((_, wrong) -> {
          if (wrong != null) {
            failed(String.valueOf(wrong.getMessage()));
          }
        });
  }

  private void received(Mqtt5Publish message) {
    messages.add(new Message(message.getTopic().toString(), message.getPayloadAsBytes(), () -> {
      try {
        message.acknowledge();
      } catch (IllegalStateException e) {
        // Of a connection that has ended: the broker sends it again, and it is dropped by its id.
        LOG.debug("a message was not acknowledged: {}", e.getMessage());
      }
    }));
  }

  /// On the client's thread. The session may be new, so everything is subscribed to again; what is retained comes anew.
  private void connected() {
    failure = "";
    LOG.info("connected to {}", options.broker());
    String share = options.shared() ? "$share/" + options.name() + "/" : "";
    String terminals = "punchpost/v1/" + options.site() + "/+/";
    List<String> filters = new ArrayList<>(List.of(share + terminals + "punch", share + terminals + "event",
        // Never shared: who shares a subscription is not given what is retained, and each instance needs it.
        terminals + "status", terminals + "manifest", terminals + "reply/" + options.clientId()));
    for (String filter : filters) {
      client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send().whenComplete((granted, wrong) -> {
        if (wrong != null) {
          failed("subscription to " + filter + ": " + wrong.getMessage());
        } else if (granted.getReasonCodes().stream().anyMatch(Mqtt5SubAckReasonCode::isError)) {
          failed("the broker refuses the subscription to " + filter + ": " + granted.getReasonCodes());
        }
      });
    }
    connects.incrementAndGet();
  }

  private void lost(Throwable cause) {
    if (closing) {
      return;
    }
    failed(options.broker() + ": " + cause.getMessage());
  }

  /// Says it once, not at every attempt.
  private void failed(String words) {
    if (!failure.equals(words)) {
      LOG.warn("not receiving: {}", words);
    }
    failure = words;
  }

  /// Grows by one with each connection.
  long connects() {
    return connects.get();
  }

  /// Why nothing can be received; empty text if nothing is known to be wrong.
  String failure() {
    return failure;
  }

  /// Takes what has come, as much as a batch may hold; waits a while for the first message.
  List<Message> take(Duration atMost) throws InterruptedException {
    List<Message> taken = new ArrayList<>();
    Message first = messages.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      taken.add(first);
      messages.drainTo(taken, BATCH - 1);
    }
    return taken;
  }

  /// Publishes a retained message. What the connection does not take is lost; the caller says it again.
  void publish(String topic, String json) {
    if (client.getState().isConnected()) {
      client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).retain(true).contentType("application/json")
          .payload(json.getBytes(StandardCharsets.UTF_8)).send().whenComplete((_, wrong) -> {
            if (wrong != null) {
              LOG.warn("{} was not published: {}", topic, wrong.getMessage());
            }
          });
    }
  }

  /// Sends a command to a terminal; its answer comes as a message on `…/reply/{client id}`.
  void command(TerminalName terminal, String name, String json) {
    if (client.getState().isConnected()) {
      client.publishWith().topic(terminal.topics() + "cmd/" + name).qos(MqttQos.AT_LEAST_ONCE)
          .responseTopic(terminal.topics() + "reply/" + options.clientId())
          .correlationData(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII))
          .messageExpiryInterval(COMMAND_EXPIRY_S).contentType("application/json")
          .payload(json.getBytes(StandardCharsets.UTF_8)).send().whenComplete((answer, wrong) -> {
            Optional<Throwable> error = wrong == null ? answer.getError() : Optional.of(wrong);
            error.ifPresent(e -> LOG.warn("the command {} for {} was not sent: {}", name, terminal, e.getMessage()));
          });
    }
  }

  boolean isConnected() {
    return client.getState().isConnected();
  }

  /// Ends the connection; the session stays at the broker.
  @Override
  public void close() {
    closing = true;
    try {
      client.disconnectWith().sessionExpiryInterval(options.session().toSeconds()).send().get(FAREWELL.toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the broker was not told of the end: {}", e.getMessage());
    }
    receiver.shutdownNow();
  }
}
