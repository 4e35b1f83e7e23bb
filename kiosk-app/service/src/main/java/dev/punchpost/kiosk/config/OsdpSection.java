package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.credential.WiegandFormat;
import dev.punchpost.kiosk.config.ReaderSettings.Osdp;
import dev.punchpost.kiosk.config.ReaderValueTypes.Flag;
import dev.punchpost.kiosk.config.ReaderValueTypes.NumberOf;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.FilePath;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Keys of `osdp`. Readers with the same port are on one line, so that they must agree about it. Used for one file.
final class OsdpSection {
  private final Path folder;
  private final ReaderClaims claims;
  private final Map<String, Agreed> agreed = new HashMap<>();

  OsdpSection(Path folder, ReaderClaims claims) {
    this.folder = folder;
    this.claims = claims;
  }

  /// What the first reader of a line says of it.
  private record Agreed(String value, int line) {}

  Supplier<Settings.Reader> read(Section s, Supplier<ReaderName> name) {
    Optional<Path> port = s.required("port", new FilePath(folder, "the reader's device"));
    Optional<Integer> baud = s.optional("baud", NumberOf.these(9600, 19_200, 38_400, 57_600, 115_200, 230_400), 9600L);
    Optional<Integer> address = s.required("address", new WholeNumber(0, 126));
    Optional<Duration> pollInterval = s.optional("poll-interval", new Time("5ms", "1s"), "50ms");
    Optional<Boolean> marking = s.optional("marking-byte", new Flag(), true);
    Supplier<Optional<Osdp.Secure>> secure = secure(s);
    Optional<List<WiegandFormat>> formats = FormatKeys.read(s);
    Optional<String> uidOrder = s.optional("uid-order", Choice.of("as-sent", "reversed"), "as-sent");
    Optional<Boolean> trustTampered = s.optional("trust-tampered", new Flag(), false);
    Optional<Boolean> feedback = s.optional("feedback", new Flag(), true);
    Optional<Duration> removedAfter = s.optional("removed-after", new Time("100ms", "60s"), "1s");
    Optional<Duration> openTimeout = s.optional("open-timeout", new Time("100ms", "60s"), "5s");
    port.ifPresent(path -> {
      claims.share(s, "port", "port " + path, "osdp", s.found("port"), "a port of its own");
      address.ifPresent(a -> claims.take(s, "address", "osdp " + path + " " + a, a.toString(),
          "an address of its own on this line"));
      agree(s, path, "baud", baud);
      agree(s, path, "poll-interval", pollInterval);
      agree(s, path, "marking-byte", marking);
    });
    return () -> new Osdp(name.get(), port.orElseThrow().toString(), baud.orElseThrow(), address.orElseThrow(),
        secure.get(), formats.orElseThrow(), uidOrder.orElseThrow().equals("reversed"), trustTampered.orElseThrow(),
        removedAfter.orElseThrow(), openTimeout.orElseThrow(), pollInterval.orElseThrow(), marking.orElseThrow(),
        feedback.orElseThrow());
  }

  private Supplier<Optional<Osdp.Secure>> secure(Section s) {
    FilePath type = new FilePath(folder, "a file with the reader's key as 32 hexadecimal digits");
    Optional<String> channel = s.optional("secure-channel", Choice.of("required", "off"), "required");
    if (channel.isEmpty()) {
      s.alsoKnown("key-file", "install-mode");
      return Optional::empty;
    }
    if (channel.get().equals("off")) {
      for (String key : List.of("key-file", "install-mode")) {
        if (s.has(key)) {
          s.mistake(key, s.found(key), "no " + key + " with secure-channel \"off\"");
        }
      }
      s.alsoKnown("key-file", "install-mode");
      return Optional::empty;
    }
    Optional<Path> key = s.required("key-file", type);
    Optional<Boolean> install = s.optional("install-mode", new Flag(), false);
    return () -> Optional.of(new Osdp.Secure(key.orElseThrow(), install.orElseThrow()));
  }

  private void agree(Section s, Path port, String key, Optional<?> value) {
    if (value.isEmpty()) {
      return;
    }
    Agreed mine = new Agreed(value.get().toString(), s.lineOf(key));
    Agreed first = agreed.putIfAbsent(key + " " + port, mine);
    if (first != null && !first.value().equals(mine.value())) {
      s.mistake(key, s.has(key) ? s.found(key) : "nothing", "the same " + key
          + " for all readers of this port (see line " + first.line() + ")");
    }
  }
}
