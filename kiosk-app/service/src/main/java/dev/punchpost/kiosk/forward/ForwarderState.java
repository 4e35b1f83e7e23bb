package dev.punchpost.kiosk.forward;

import java.util.Optional;

/// How delivery stands; a snapshot.
///
/// @param connected whether a broker has accepted the connection
/// @param broker the one connected to, or the one tried last or next
/// @param sinceMicros since when it is connected, or not, in microseconds since boot
/// @param deliveredThrough highest sequence below which everything was acknowledged; may be ahead of the stored mark
/// @param inFlight published and not acknowledged yet
/// @param lastError what is wrong, in words for a technician; empty once delivery works
/// @param connects connections made since the service started
/// @param refusals publications that the broker refused since the service started; they are kept and sent again
public record ForwarderState(boolean connected, BrokerUrl broker, long sinceMicros, long deliveredThrough, int inFlight,
    Optional<String> lastError, long connects, long refusals) {}
