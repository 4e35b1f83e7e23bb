package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.SettingsResult.Bad;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the service goes by. It never stays down for a mistake in a file: people stand at the door.
public sealed interface ServiceSettings {
  /// The file is good.
  record InForce(Good good) implements ServiceSettings {}

  /// The file is bad, and the last good one goes on.
  record FellBack(Good lastGood, List<Mistake> mistakes) implements ServiceSettings {
    public FellBack {
      mistakes = List.copyOf(mistakes);
    }
  }

  /// The file is bad, or not there, and there is no good one yet.
  record NotSetUp(List<Mistake> mistakes) implements ServiceSettings {
    public NotSetUp {
      mistakes = List.copyOf(mistakes);
    }
  }

  /// Reads the file, or else the last good copy from its data directory or one of these.
  ///
  /// Saves nothing: who opens the store calls [LastGoodSettings#save] then.
  static ServiceSettings choose(Path file, List<Path> candidateDirectories) {
    return switch (SettingsReader.read(file)) {
      case Good good -> new InForce(good);
      case Bad bad -> {
        List<Path> candidates = new ArrayList<>();
        bad.directory().ifPresent(candidates::add);
        candidates.addAll(candidateDirectories);
        Optional<Good> lastGood = LastGoodSettings.load(candidates);
        yield lastGood.isPresent()
            ? new FellBack(lastGood.get(), bad.mistakes())
            : new NotSetUp(bad.mistakes());
      }
    };
  }

  /// Where a data directory usually is: what systemd.exec(5) says in `STATE_DIRECTORY`, then `/var/lib/punchpost`.
  static List<Path> usualDirectories(Map<String, String> environment) {
    List<Path> directories = new ArrayList<>();
    for (String path : environment.getOrDefault("STATE_DIRECTORY", "").split(":", -1)) {
      if (path.startsWith("/")) {
        directories.add(Path.of(path));
      }
    }
    directories.add(Path.of(SettingsSections.DEFAULT_DIRECTORY));
    return List.copyOf(directories);
  }
}
