package dev.punchpost.kiosk.forward;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A consumer as the contract wants it, in memory: a persistent session, which it renews when the broker has forgotten
/// it; drops repetitions by id, says how far it has everything. Another client library than the terminal's. Any thread.
final class AckingConsumer implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

  private final Mqtt5AsyncClient client;
  private final String topic;
  private final String ledger;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, String> bodies = new HashMap<>();
  private final SortedMap<Long, String> ids = new TreeMap<>();
  private long through;
  private int repetitions;
  private int altered;

  private AckingConsumer(int port, String root, String ledger) {
    this.topic = root + "ack/payroll";
    this.ledger = ledger;
    client = Mqtt5Client.builder().identifier("payroll").serverHost("127.0.0.1").serverPort(port)
        .automaticReconnect().initialDelay(50, TimeUnit.MILLISECONDS).maxDelay(200, TimeUnit.MILLISECONDS)
        .applyAutomaticReconnect().buildAsync();
    client.publishes(MqttGlobalPublishFilter.ALL, this::take);
  }

  /// @param root `punchpost/v1/{site}/{terminal}/`
  static AckingConsumer start(int port, String root, String ledger) {
    AckingConsumer consumer = new AckingConsumer(port, root, ledger);
    consumer.client.connectWith().cleanStart(false).sessionExpiryInterval(3600).keepAlive(2).send().join();
    for (String kind : new String[]{"punch", "event"}) {
      consumer.client.subscribeWith().topicFilter(root + kind).qos(MqttQos.AT_LEAST_ONCE).send().join();
    }
    var _ = consumer.timer.scheduleWithFixedDelay(consumer::confirm, 200, 200, TimeUnit.MILLISECONDS);
    return consumer;
  }

  private synchronized void take(Mqtt5Publish publish) {
    String body = StandardCharsets.UTF_8.decode(publish.getPayload().orElseThrow()).toString();
    String id = first(ID, body);
    String before = bodies.putIfAbsent(id, body);
    if (before != null) {
      repetitions++;
      altered += before.equals(body) ? 0 : 1;
      return;
    }
    ids.put(Long.parseLong(first(SEQ, body)), id);
    while (ids.containsKey(through + 1)) {
      through++;
    }
  }

  private static String first(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    if (!matcher.find()) {
      throw new IllegalStateException(body);
    }
    return String.valueOf(matcher.group(1));
  }

  private void confirm() {
    if (client.getState().isConnected()) {
      var _ = client.publishWith().topic(topic).retain(true).qos(MqttQos.AT_MOST_ONCE)
          .payload(("{\"ledger\":\"" + ledger + "\",\"through\":" + through() + "}").getBytes(StandardCharsets.UTF_8))
          .send();
    }
  }

  synchronized long through() {
    return through;
  }

  synchronized boolean has(long seq) {
    return ids.containsKey(seq);
  }

  /// Bodies by sequence.
  synchronized SortedMap<Long, String> stored() {
    SortedMap<Long, String> all = new TreeMap<>();
    ids.forEach((seq, id) -> all.put(seq, String.valueOf(bodies.get(id))));
    return all;
  }

  /// How many different ids came.
  synchronized int distinct() {
    return bodies.size();
  }

  synchronized int repetitions() {
    return repetitions;
  }

  /// Repetitions that differ from the first.
  synchronized int altered() {
    return altered;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      client.disconnect().join();
    } catch (CompletionException e) {
      // The broker is gone already.
      return;
    }
  }
}
