package dev.punchpost.drivers.blebadge;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Whose advertisements count, and what a tap is.
///
/// @param secrets phones and badges with rotating tokens; not more than 10,000
/// @param tokenService 16-bit UUID under which tokens may come as service data
/// @param groups proximity UUIDs (32 hex digits) of iBeacons and namespaces (20) of Eddystone beacons that are ours,
///   upper case
/// @param near dBm at which a badge counts as held to the terminal, -100 .. 0
/// @param far dBm below which it has left, less than `near`
/// @param dwell how long it must be near
/// @param silence how long it may be silent before it has left
public record BleBadgeOptions(List<TokenSecret> secrets, int tokenService, Set<String> groups, int near, int far,
    Duration dwell, Duration silence) {
  public static final int TOKEN_SERVICE = 0x5050;

  public BleBadgeOptions {
    secrets = List.copyOf(secrets);
    groups = Set.copyOf(groups);
    if (secrets.size() > 10_000) {
      throw new IllegalArgumentException(secrets.size() + " secrets, expected at most 10000");
    }
    if (near > 0 || near < -100 || far >= near || far < -127) {
      throw new IllegalArgumentException(
          "near " + near + " dBm, far " + far + " dBm: expected 0 >= near > far >= -127");
    }
    if (!dwell.isPositive() || !silence.isPositive()) {
      throw new IllegalArgumentException("dwell and silence must be positive");
    }
  }

  /// -45 dBm for 0.4 s, away below -60 dBm or after 5 s of silence.
  public static BleBadgeOptions with(List<TokenSecret> secrets, Set<String> groups) {
    return new BleBadgeOptions(secrets, TOKEN_SERVICE, groups, -45, -60, Duration.ofMillis(400), Duration.ofSeconds(5));
  }
}
