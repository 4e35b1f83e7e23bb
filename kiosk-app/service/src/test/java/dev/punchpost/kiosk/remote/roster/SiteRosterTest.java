package dev.punchpost.kiosk.remote.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.kiosk.forward.MqttLink.Received;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.store.RosterStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SiteRosterTest {
  /// Applies a roster when it is let, and remembers which.
  private static final class SlowStore implements RosterStore {
    final Semaphore let = new Semaphore(0);
    final List<String> applied = new CopyOnWriteArrayList<>();

    @Override
    public Applied applyFromSite(List<Worker> workers, SiteVersion site) {
      let.acquireUninterruptibly();
      applied.add(site.version());
      return new Applied(applied.size(), workers.size(), 0);
    }

    @Override
    public List<Worker> workers() {
      return List.of();
    }

    @Override
    public int activeWorkers() {
      return 0;
    }

    @Override
    public int removeSomeLeftovers() {
      return 0;
    }

    @Override
    public Applied apply(List<Worker> workers, boolean merge) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SiteVersion> site() {
      return Optional.empty();
    }

    @Override
    public Optional<String> toldSite() {
      return Optional.empty();
    }

    @Override
    public void scrub() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long version() {
      return applied.size();
    }
  }

  private final SlowStore store = new SlowStore();
  private final List<Content> notes = new ArrayList<>();
  private final SiteRoster roster = new SiteRoster(store, new RemoteTopics("plant-a", "door-1"), new Outbound(),
      notes::add, _ -> {});

  @AfterEach
  void close() {
    store.let.release(10);
    roster.close();
  }

  @Test
  void aNewerRosterWaitsForTheOneAtWork() throws Exception {
    send("v1");
    send("v2");
    store.let.release(2);
    await("v2");
    assertEquals(List.of("v1", "v2"), store.applied);
  }

  @Test
  void onlyTheNewestOfThoseThatWaitIsApplied() throws Exception {
    send("v1");
    send("v2");
    send("v3");
    store.let.release(2);
    await("v3");
    assertEquals(List.of("v1", "v3"), store.applied);
  }

  @Test
  void aRosterThatWaitsIsDroppedWhenTheSiteGoesBackToTheOneAtWork() throws Exception {
    send("v1");
    send("v2");
    current("v1");
    store.let.release(10);
    await("v1");
    roster.step(1);
    assertEquals(List.of("v1"), store.applied);
    assertEquals(1, notes.size());
  }

  @Test
  void aRosterThatWaitsIsDroppedWhenTheSiteNamesOneWhoseChunksHaveNotComeYet() throws Exception {
    send("v1");
    send("v2");
    current("v3");
    store.let.release(10);
    await("v1");
    roster.step(1);
    assertEquals(List.of("v1"), store.applied);
    roster.chunk("v3/1", received(file("v3"), false), 0);
    await("v3");
    assertEquals(List.of("v1", "v3"), store.applied);
  }

  private void send(String version) throws Exception {
    current(version);
    roster.chunk(version + "/1", received(file(version), false), 0);
  }

  private void current(String version) throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file(version)));
    roster.current(received(("{\"version\":\"" + version + "\",\"chunks\":1,\"sha256\":\"" + sha256 + "\"}")
        .getBytes(StandardCharsets.US_ASCII), true), 0);
  }

  private static byte[] file(String version) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(("worker,name,badge\n" + version + ",Ada,\n").getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static Received received(byte[] payload, boolean retained) {
    return new Received("", payload, retained, Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  private void await(String version) {
    Awaitility.await(version).pollInterval(Duration.ofMillis(5)).until(() -> {
      roster.step(1);
      return roster.version().equals(version);
    });
  }
}
