package dev.punchpost.kiosk.forward.paho;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.LinkException.Kind;
import dev.punchpost.kiosk.forward.MqttLink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/// One Paho client for one connection. Its owner calls the methods, Paho's threads call the callbacks, which only hand
/// on what they hear.
final class PahoSession implements MqttLink.Session, MqttCallback, MqttActionListener {
  private static final int QOS = 1;
  private static final int LARGEST_WINDOW = 65535;
  private static final int UNSPECIFIED = 0x80;
  private static final int LAST_REASON = 0xFF;
  /// How long the broker may take to read a DISCONNECT.
  private static final Duration FAREWELL = Duration.ofMillis(300);

  private final MqttAsyncClient client;
  private final LentSocket socket;
  private final MqttLink.Listener listener;
  private final CompletableFuture<MqttProperties> granted = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private int receiveMaximum = LARGEST_WINDOW;
  private int maximumPacketSize = PahoLink.LARGEST_PACKET;
  private boolean retains = true;

  PahoSession(MqttAsyncClient client, LentSocket socket, MqttLink.Listener listener) {
    this.client = client;
    this.socket = socket;
    this.listener = listener;
  }

  /// Sends CONNECT.
  ///
  /// @return what CONNACK says, or why there was none
  CompletableFuture<MqttProperties> connect(MqttConnectionOptions options) {
    try {
      client.connect(options, null, new MqttActionListener() {
        @Override
        public void onSuccess(IMqttToken token) {
          MqttProperties properties = token.getResponseProperties();
          granted.complete(properties == null ? new MqttProperties() : properties);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable exception) {
          granted.completeExceptionally(exception);
        }
      });
      // Only now: a callback set before would also be told of the connect, by a client that may be closed already.
      client.setCallback(this);
      socket.lend();
    } catch (MqttException e) {
      granted.completeExceptionally(e);
    }
    return granted;
  }

  /// Takes the broker's limits from its CONNACK.
  void accept(MqttProperties properties, BrokerUrl url) {
    Integer quality = properties.getMaximumQoS();
    if (quality != null && quality < QOS) {
      throw new LinkException(Kind.BROKER, url + " offers no delivery with acknowledgement (QoS 1)", null);
    }
    Integer window = properties.getReceiveMaximum();
    receiveMaximum = window == null ? LARGEST_WINDOW : Math.clamp(window, 1, LARGEST_WINDOW);
    retains = !Boolean.FALSE.equals(properties.isRetainAvailable());
    Long size = properties.getMaximumPacketSize();
    maximumPacketSize = size == null ? PahoLink.LARGEST_PACKET : (int) Math.min(size, PahoLink.LARGEST_PACKET);
  }

  @Override
  public int receiveMaximum() {
    return receiveMaximum;
  }

  @Override
  public int maximumPacketSize() {
    return maximumPacketSize;
  }

  @Override
  public void publish(MqttLink.Publication publication) {
    MqttProperties properties = properties(publication.contentType());
    publication.correlationData().ifPresent(properties::setCorrelationData);
    // To retain where the broker cannot is a protocol error (MQTT 5, 3.2.2.3.5).
    MqttMessage message = new MqttMessage(publication.payload(), QOS, publication.retained() && retains, properties);
    try {
      client.publish(publication.topic(), message, publication.seq(), this);
    } catch (MqttException e) {
      throw new LinkException(Kind.LOST, ConnectFailure.lost(e.getReasonCode(), e), e);
    }
  }

  static MqttProperties properties(String contentType) {
    MqttProperties properties = new MqttProperties();
    // Our payloads are UTF-8 text (MQTT 5, 3.3.2.3.2).
    properties.setPayloadFormat(true);
    properties.setContentType(contentType);
    return properties;
  }

  @Override
  public void subscribe(List<String> filters) {
    MqttSubscription[] wanted = filters.stream().map(filter -> {
      MqttSubscription subscription = new MqttSubscription(filter, QOS);
      // Else what comes while we are subscribed looks retained, or what is retained looks new.
      subscription.setRetainAsPublished(false);
      return subscription;
    }).toArray(MqttSubscription[]::new);
    try {
      client.subscribe(wanted, null, new MqttActionListener() {
        @Override
        public void onSuccess(IMqttToken token) {
          answered(token);
        }

        @Override
        public void onFailure(IMqttToken token, @Nullable Throwable exception) {
          // Paho takes a refusal of the only filter for a failure; a lost connection is told by disconnected(...).
          answered(token);
        }

        private void answered(IMqttToken token) {
          int[] codes = token.getReasonCodes();
          for (int i = 0; codes != null && i < codes.length && i < filters.size() && !over.get(); i++) {
            listener.subscribed(filters.get(i), codes[i]);
          }
        }
      }, new MqttProperties());
    } catch (MqttException e) {
      throw new LinkException(Kind.LOST, ConnectFailure.lost(e.getReasonCode(), e), e);
    }
  }

  @Override
  public void onSuccess(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    // A token without a PUBACK is no acknowledgement, whatever Paho thinks of it.
    int code = codes == null || codes.length == 0 ? UNSPECIFIED : codes[0];
    if (!over.get()) {
      listener.acknowledged((Long) token.getUserContext(), code);
    }
  }

  @Override
  public void onFailure(IMqttToken token, @Nullable Throwable exception) {
    // Paho fails what is unacknowledged when the connection goes; disconnected(...) tells that once for all.
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    MqttException cause = response.getException();
    granted.completeExceptionally(cause == null ? new MqttException(response.getReturnCode()) : cause);
    if (over.compareAndSet(false, true)) {
      int code = response.getReturnCode();
      listener.lost(code >= UNSPECIFIED && code <= LAST_REASON ? code : 0, ConnectFailure.lost(code, cause));
    }
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    // What matters also ends the connection.
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    if (over.get()) {
      return;
    }
    MqttProperties properties = message.getProperties() == null ? new MqttProperties() : message.getProperties();
    Long expiry = properties.getMessageExpiryInterval();
    listener.received(new MqttLink.Received(topic, message.getPayload(), message.isRetained(),
        Optional.ofNullable(properties.getResponseTopic()), Optional.ofNullable(properties.getCorrelationData()),
        expiry == null ? OptionalLong.empty() : OptionalLong.of(expiry)));
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // Each publication has its own callback.
  }

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {
    // connect(...) has its own callback.
  }

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {
    // Enhanced authentication is not used.
  }

  /// Says goodbye if the broker listens, and ends the connection in any case. Any thread but Paho's.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (over.compareAndSet(false, true) && client.isConnected()) {
      socket.farewell(FAREWELL);
    }
    socket.close();
    quietly(() -> client.disconnectForcibly(0, 0, false));
    socket.awaitWriter();
    quietly(() -> client.close(true));
  }

  /// One step of closing.
  private interface Step {
    void run() throws MqttException;
  }

  private static void quietly(Step step) {
    try {
      step.run();
    } catch (MqttException e) {
      // The client is down already, or another thread takes it down and finishes the
      // work: in each case the next step does what is left.
      return;
    }
  }
}
