package dev.punchpost.bench;

import dev.punchpost.kiosk.Wiring;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.evidence.Checkpoints;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.forward.Forwarder;
import dev.punchpost.kiosk.forward.Surroundings;
import dev.punchpost.kiosk.ledger.ChainedBody;
import dev.punchpost.kiosk.ledger.EntryHash;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.derby.DerbyStore;
import java.util.Optional;

/// The terminal's own wiring, with the parts that are measured alone within reach.
class BenchWiring extends Wiring {
  private final boolean chained;

  BenchWiring() {
    this(true);
  }

  /// @param chained whether entries are hashed and the ledger is signed, as the terminal does; else only to measure what
  ///   that costs
  BenchWiring(boolean chained) {
    this.chained = chained;
  }

  @Override
  protected DerbyStore store(Settings settings) {
    EntryHash none = new EntryHash("0".repeat(64));
    return chained
        ? super.store(settings)
        : DerbyStore.open(storeOptions(settings),
            body -> (seq, boot, draft, _) -> new ChainedBody(body.of(seq, boot, draft), none));
  }

  @Override
  protected Checkpoints checkpoints(Settings settings, LedgerKey key) {
    return chained ? super.checkpoints(settings, key) : Checkpoints.none();
  }

  PunchStore openStore(Settings settings) {
    return store(settings);
  }

  Forwarder startForwarder(Settings settings, PunchStore store) {
    return Forwarder.start(store.outbox(), mqttLink(settings, Optional.empty()), forwarderOptions(settings),
        Surroundings.alone(ticker(), random()));
  }
}
