package dev.punchpost.bench;

import dev.punchpost.kiosk.Wiring;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.forward.Surroundings;
import dev.punchpost.kiosk.store.PunchStore;

/// The terminal's own wiring, with the parts that are measured alone within reach.
class BenchWiring extends Wiring {
  PunchStore openStore(Settings settings) {
    return store(settings);
  }

  Forwarder startForwarder(Settings settings, PunchStore store) {
    return Forwarder.start(store.outbox(), mqttLink(settings), forwarderOptions(settings),
        Surroundings.alone(ticker(), random()));
  }
}
