package dev.punchpost.kiosk.ledger;

/// A signature and whose it is.
///
/// @param keyId the first 16 hexadecimal digits of the public key's SHA-256, for people
/// @param publicKey Ed25519 public key (RFC 8032, 32 bytes), 64 lower-case hexadecimal digits
/// @param signature Ed25519 signature (64 bytes), 128 lower-case hexadecimal digits
public record Seal(String keyId, String publicKey, String signature) {}
