package dev.punchpost.kiosk.remote.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.kiosk.ledger.Kind;
import dev.punchpost.kiosk.remote.wire.Outbound;
import dev.punchpost.kiosk.remote.wire.RemoteTopics;
import dev.punchpost.kiosk.store.Drafts;
import dev.punchpost.kiosk.store.MemoryPunchStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final long DAY_US = 86_400_000_000L;

  @TempDir
  Path folder = Path.of("");

  private final MemoryPunchStore store = new MemoryPunchStore(new MemoryPunchStore.Medium(), "door-1");
  private final Outbound outbound = new Outbound();

  @Test
  void withoutABrokerItAsksForNothingAndWithOneItIsPublished() {
    Manifest manifest = new Manifest(store.ledger(), store.reader(), folder, new RemoteTopics("plant-a", "door-1"),
        outbound);
    store.writer().append(new Drafts().punch("1042", Kind.IN));
    store.writer().commit();
    // It used to ask to be called again at once, for as long as there was no broker: a whole core.
    assertEquals(Long.MAX_VALUE, manifest.step(DAY_US, 1));
    assertEquals(Long.MAX_VALUE, manifest.step(2 * DAY_US, 1));
    outbound.connected();
    manifest.refresh();
    assertEquals(Long.MAX_VALUE, manifest.step(3 * DAY_US, 1));
    assertTrue(outbound.next().orElseThrow().topic().endsWith("/manifest"));
  }
}
