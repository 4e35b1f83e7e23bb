package dev.punchpost.drivers.r503;

/// What the line of a fingerprint module has seen.
///
/// @param rejected packets with a wrong checksum or length
/// @param foreign packets of another module's address
/// @param noiseBytes bytes outside of packets
/// @param timeouts questions without an answer in time
/// @param repeated questions asked again
/// @param restarts times that the module started by itself while it was in use, as far as it shows: it wants the
///   password again, or starts in the midst of a question
public record FingerModuleCounts(long rejected, long foreign, long noiseBytes, long timeouts, long repeated,
    long restarts) {}
