package dev.punchpost.kiosk.forward.paho;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.jspecify.annotations.Nullable;

/// Paho's ping timer, with one thread that surely ends with the session: [#stop()] is final, whatever comes after it.
/// Any thread.
final class KeepAlive implements MqttPingSender {
  private final ScheduledThreadPoolExecutor timer;
  private volatile @Nullable ClientComms comms;

  KeepAlive(String clientId) {
    timer = new ScheduledThreadPoolExecutor(1,
        Thread.ofPlatform().daemon().name("MQTT Ping: " + clientId).factory());
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void init(ClientComms ofClient) {
    comms = ofClient;
  }

  @Override
  public void start() {
    ClientComms client = comms;
    if (client != null) {
      schedule(client.getKeepAlive());
    }
  }

  @Override
  public void schedule(long milliseconds) {
    ClientComms client = comms;
    if (client == null || timer.isShutdown()) {
      return;
    }
    try {
      var _ = timer.schedule((Runnable) client::checkForActivity, milliseconds, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Stopped between the question and the call: there is nothing to keep alive.
      return;
    }
  }

  @Override
  public void stop() {
    // Not shutdownNow: this may be called by the timer's own thread, which must not be interrupted in its clean-up.
    timer.shutdown();
  }
}
