package dev.punchpost.consumer;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// What a consumer is told.
///
/// @param tls needed for `mqtts`
/// @param name of the consumer as terminals know it (`require-consumer-ack`); all instances share it
/// @param instance distinguishes the instances; the session at the broker is this one's
/// @param shared whether several instances share the work (`$share`); else each one receives everything
/// @param site one site, or `+` for all
/// @param patience how long a gap may last before it is asked for: messages overtake each other
/// @param session how long the broker keeps what comes while this instance is away
public record ConsumerOptions(BrokerUrl broker, Optional<TlsFiles> tls, Optional<Login> login, String name,
    String instance, boolean shared, String site, Duration patience, Duration session) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// User name and password, asked for once.
  public record Login(String username, Supplier<byte[]> password) {}

  public ConsumerOptions {
    if (!NAME.matcher(name).matches() || !NAME.matcher(instance).matches()) {
      throw new IllegalArgumentException("name and instance must match " + NAME);
    }
    if (broker.tls() != tls.isPresent()) {
      throw new IllegalArgumentException("TLS files go with mqtts://, and only with it");
    }
  }

  String clientId() {
    return name + "." + instance;
  }
}
