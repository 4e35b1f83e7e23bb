package dev.punchpost.drivers.osdp;

import static dev.punchpost.drivers.osdp.OsdpHarness.OWN;
import static dev.punchpost.drivers.osdp.OsdpHarness.simulator;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OsdpDiscoveryTest {
  private final AtomicLong micros = new AtomicLong();
  private final List<Integer> tried = new ArrayList<>();

  private List<OsdpDiscovery.Found> search(int speed, OsdpSimulator... readers) {
    OsdpSimulatorLine right = line(readers);
    OsdpSimulatorLine wrong = line();
    List<OsdpDiscovery.Found> found = OsdpDiscovery.search(baud -> {
      tried.add(baud);
      return baud == speed ? right : wrong;
    }, micros::get, OsdpDiscovery.SPEEDS, OsdpDiscovery.ADDRESSES);
    assertEquals(0, right.openLinks() + wrong.openLinks());
    return found;
  }

  private OsdpSimulatorLine line(OsdpSimulator... readers) {
    return new OsdpSimulatorLine(List.of(readers), d -> micros.addAndGet(d.toNanos() / 1000));
  }

  @Test
  void aSingleReaderIsFoundByOneQuestion() {
    List<OsdpDiscovery.Found> found = search(9600, simulator(42, OWN));
    assertEquals(List.of(42), found.stream().map(OsdpDiscovery.Found::address).toList());
    assertEquals(0x12345678L, found.getFirst().identity().serial());
  }

  @Test
  void severalReadersAreFoundAtTheirSpeed() {
    List<OsdpDiscovery.Found> found = search(115_200, simulator(0, OWN), simulator(126, OWN));
    assertEquals(List.of(0, 126), found.stream().map(OsdpDiscovery.Found::address).toList());
    assertEquals(115_200, found.getFirst().baud());
    assertEquals(List.of(9600, 115_200), tried);
  }

  @Test
  void anEmptyLineHasNone() {
    assertEquals(List.of(), search(9600));
    assertEquals(OsdpDiscovery.SPEEDS, tried);
  }
}
