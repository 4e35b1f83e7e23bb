/// What a terminal tells about itself over MQTT beside its ledger, and what may be asked of it there. `docs/mqtt.md` and
/// `docs/asyncapi.yaml` are the contract.
///
/// [RemoteThread] owns a thread of its own (`remote`): it reads the store, and never waits for the network. The
/// forwarder's thread takes what is to be sent from [dev.punchpost.kiosk.remote.wire.Outbound].
@NullMarked
package dev.punchpost.kiosk.remote;

import org.jspecify.annotations.NullMarked;
