package dev.punchpost.drivers.blebadge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whose token it is: the tokens of all badges for the step of now and two on each side, worked out when the step
/// changes. A recorded token is good for at most 60 s. One thread.
final class TokenTable {
  static final int SIDE = 2;

  private final List<TokenSecret> secrets;
  private final Map<Beacon.Token, String> owners = new HashMap<>();
  private long from;
  private long to = Long.MIN_VALUE;

  TokenTable(List<TokenSecret> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /// @param unixSeconds the time of now
  Optional<String> owner(Beacon.Token token, long unixSeconds) {
    long step = Math.floorDiv(unixSeconds, TokenSecret.STEP_SECONDS);
    if (from != step - SIDE || to != step + SIDE) {
      fill(step - SIDE, step + SIDE);
    }
    return Optional.ofNullable(owners.get(token));
  }

  private void fill(long first, long last) {
    owners.clear();
    for (TokenSecret secret : secrets) {
      for (long step = first; step <= last; step++) {
        owners.put(new Beacon.Token(secret.token(step)), secret.badge());
      }
    }
    from = first;
    to = last;
  }
}
