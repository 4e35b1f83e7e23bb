package dev.punchpost.kiosk.forward;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// How delivery stands; a snapshot.
///
/// @param connected whether a broker has accepted the connection
/// @param broker the one connected to, or the one tried last or next
/// @param sinceMicros since when it is connected, or not, in microseconds since boot
/// @param deliveredThrough highest sequence below which everything was acknowledged or set aside; may be ahead of the
///   stored mark
/// @param sentThrough highest sequence below which everything was sent at least once or set aside
/// @param inFlight published and not acknowledged yet
/// @param lastError what is wrong, in words for a technician; empty once delivery works
/// @param connects connections made since the service started
/// @param refusals publications that the broker refused since the service started
/// @param setAside sequences of entries that are undelivered although the mark has passed them, in order
/// @param consumers how far consumers say to have stored everything, by name
public record ForwarderState(boolean connected, BrokerUrl broker, long sinceMicros, long deliveredThrough,
    long sentThrough,
    int inFlight, Optional<String> lastError, long connects, long refusals, List<Long> setAside,
    SortedMap<String, Long> consumers) {}
