package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.SettingsResult.Good;
import dev.punchpost.kiosk.config.SettingsResult.Source;
import dev.punchpost.kiosk.files.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The copy of the last good configuration in the data directory, for the day when the file is bad.
///
/// `last-good.toml` is the file's text and one more line that names the file, which relative paths start from, and
/// the text's SHA-256, which shows that the copy is whole. It is replaced in one step (written beside, flushed,
/// renamed, directory flushed), so that a power cut leaves the old one or the new one.
public final class LastGoodSettings {
  /// The copy's name in the data directory.
  public static final String NAME = "last-good.toml";

  private static final Pattern TRAILER = Pattern
      .compile("(.*)\n# last good copy of (file:\\S*) sha256 ([0-9a-f]{64})\n", Pattern.DOTALL);

  private LastGoodSettings() {}

  /// Keeps a copy in the configuration's own data directory, which is made if it is not there. Writes nothing if the
  /// copy is the same already. To be called by the process that owns the data directory.
  ///
  /// @throws IOException if it cannot be written; the copy before is unharmed
  public static void save(Good good) throws IOException {
    Path directory = good.settings().store().directory();
    Path copy = directory.resolve(NAME);
    byte[] bytes = withTrailer(good).getBytes(StandardCharsets.UTF_8);
    if (Files.isRegularFile(copy) && Files.size(copy) == bytes.length
        && Arrays.equals(Files.readAllBytes(copy), bytes)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    PrivateFile.replace(copy, bytes);
  }

  /// The first whole copy that the candidates hold. A copy that is cut, changed or, after an update of the program, no
  /// longer good is passed over.
  ///
  /// @param candidateDirectories data directories, the likeliest first
  public static Optional<Good> load(List<Path> candidateDirectories) {
    return candidateDirectories.stream().distinct().flatMap(d -> load(d.resolve(NAME)).stream()).findFirst();
  }

  private static Optional<Good> load(Path copy) {
    String text;
    try {
      if (!Files.isRegularFile(copy) || Files.size(copy) > SettingsReader.LARGEST + 16 * 1024L) {
        return Optional.empty();
      }
      text = Files.readString(copy);
    } catch (IOException e) {
      return Optional.empty();
    }
    Matcher m = TRAILER.matcher(text);
    if (!m.matches() || !SettingsReader.sha256(m.group(1)).equals(m.group(3))) {
      return Optional.empty();
    }
    Path file;
    try {
      file = Path.of(URI.create(m.group(2)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return SettingsReader.parse(m.group(1), copy, file) instanceof Good good ? Optional.of(good) : Optional.empty();
  }

  private static String withTrailer(Good good) {
    Source source = good.source();
    return source.text() + "\n# last good copy of " + source.file().toAbsolutePath().normalize().toUri() + " sha256 "
        + good.sha256() + "\n";
  }
}
