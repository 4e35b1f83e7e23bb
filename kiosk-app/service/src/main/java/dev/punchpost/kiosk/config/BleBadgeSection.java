package dev.punchpost.kiosk.config;

import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.Bluetooth;
import dev.punchpost.kiosk.config.ReaderValueTypes.BeaconGroup;
import dev.punchpost.kiosk.config.ReaderValueTypes.ShortUuid;
import dev.punchpost.kiosk.config.ValueTypes.Choice;
import dev.punchpost.kiosk.config.ValueTypes.FilePath;
import dev.punchpost.kiosk.config.ValueTypes.ListOf;
import dev.punchpost.kiosk.config.ValueTypes.Time;
import dev.punchpost.kiosk.config.ValueTypes.WholeNumber;
import dev.punchpost.kiosk.config.ValueTypes.Word;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Keys of `ble-badge`.
final class BleBadgeSection {
  private static final int MOST_GROUPS = 32;

  private BleBadgeSection() {}

  static Supplier<Settings.Reader> read(Section s, Supplier<ReaderName> name, ReaderClaims claims, Path folder) {
    Optional<String> library = s.optional("library", Choice.of("auto", "tinyb", "bluez-dbus"), "auto");
    Optional<String> adapter = s.optional("adapter",
        new Word(Pattern.compile("(hci[0-9]{1,2})?"), Set.of(),
            "an adapter such as \"hci0\", or \"\" for the first one"),
        "");
    adapter.ifPresent(a -> claims.take(s, "adapter", "bluetooth " + a, Shown.quoted(a), "an adapter of its own"));
    Optional<Path> secrets = s.ifGiven("token-file",
        new FilePath(folder, "a file with a badge's name and secret on each line"));
    Optional<Integer> service = s.optional("token-uuid", new ShortUuid(), "5050");
    Optional<List<String>> groups = s.ifGiven("beacons", new ListOf<>(new BeaconGroup(), MOST_GROUPS));
    if (!s.has("token-file") && !s.has("beacons")) {
      s.missing("token-file", "token-file, or the UUIDs or namespaces of beacons: without either no badge is ours");
    }
    Optional<Integer> near = s.optional("near-dbm", new WholeNumber(-100, 0), -45L);
    Optional<Integer> far = s.optional("far-dbm", new WholeNumber(-127, -1), -60L);
    if (near.isPresent() && far.isPresent() && far.get() >= near.get()) {
      s.mistake("far-dbm", far.get().toString(), "less than near-dbm (" + near.get() + ")");
    }
    Optional<Duration> dwell = s.optional("dwell", new Time("100ms", "5s"), "400ms");
    Optional<Duration> silence = s.optional("removed-after", new Time("1s", "60s"), "5s");
    return () -> new ReaderSettings.BleBadge(name.get(),
        Bluetooth.Backend.valueOf(library.orElseThrow().toUpperCase(Locale.ROOT).replace('-', '_')),
        adapter.orElseThrow(), secrets, service.orElseThrow(), new HashSet<>(groups.orElse(List.of())),
        near.orElseThrow(), far.orElseThrow(), dwell.orElseThrow(), silence.orElseThrow());
  }
}
