/// MQTT 5 through Eclipse Paho (`org.eclipse.paho.mqttv5.client` 1.2.5): the only package that names its types.
///
/// What Paho does and we keep it from doing (each measured or read in its source):
///
/// - It starts its threads before it connects, polls in 100 ms steps for them to run, and polls for ever if one of them
///   has already ended because the peer closed. So the connection is made before Paho is asked ([dev.punchpost.kiosk.forward.wire.BrokerSocket]),
///   and it sees nothing of it until its CONNECT has gone out ([LentSocket]).
/// - Its network modules leave sockets open when a connect fails. So ours are closed by us.
/// - About one in a thousand of its sender threads misses the end and waits for ever. So it is interrupted until it ends.
/// - Its DISCONNECT waits for the sender without a limit, and leaves a thread behind if the broker does not read. So we
///   write it ourselves.
/// - Its read time-out of 1 s loses bytes in the middle of a header. So [LentSocket] ignores it.
/// - Its ping timer may start after a shutdown and never end. So [KeepAlive] is ours.
/// - A publication that no longer fits the broker's maximum QoS is quietly sent with QoS 0 and reported as delivered.
///   So a broker without QoS 1 is refused.
/// - `automaticReconnect`, `cleanStart=false` and waiting inside callbacks: not used, see docs/ARCHITECTURE.md.
@NullMarked
package dev.punchpost.kiosk.forward.paho;

import org.jspecify.annotations.NullMarked;
