package dev.punchpost.kiosk.config;

import dev.punchpost.kiosk.config.SettingsResult.Bad;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import dev.punchpost.kiosk.config.SettingsResult.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads the configuration file (TOML 1.0.0) and finds all its mistakes at once. Never throws for what a file says.
///
/// Looks at the file only: whether a port, a broker or a certificate is there is `doctor`'s question. May be used from
/// any thread.
public final class SettingsReader {
  /// Largest file, in bytes. The TOML parser takes some hundred bytes of heap for each byte of the file, and a terminal
  /// has a heap of 64 MB; every key with its explanation takes some ten thousand bytes.
  static final int LARGEST = 64 * 1024;

  /// More mistakes than this are counted, not listed.
  private static final int MOST_MISTAKES = 200;

  private SettingsReader() {}

  /// Reads a file.
  public static SettingsResult read(Path file) {
    byte[] bytes;
    try {
      if (Files.isDirectory(file)) {
        return bad(file, 0, "a directory", "a file");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return bad(file, 0, "something that is not a regular file", "a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(LARGEST + 1);
      }
    } catch (NoSuchFileException e) {
      return bad(file, 0, "no such file", "a configuration file");
    } catch (AccessDeniedException e) {
      return bad(file, 0, "a file that this user may not read", "a readable file");
    } catch (IOException e) {
      return bad(file, 0, "a file that cannot be read (" + Shown.plain(String.valueOf(e.getMessage())) + ")",
          "a readable file");
    }
    if (bytes.length > LARGEST) {
      return tooLarge(file);
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      return bad(file, lineAt(bytes, in.position()), "bytes that are not UTF-8", "text in UTF-8");
    }
    return parse(out.flip().toString(), file);
  }

  /// Checks a text as if it stood in this file.
  public static SettingsResult parse(String text, Path nominalFile) {
    return parse(text, nominalFile, nominalFile);
  }

  /// @param shownAs the file that mistakes and origins name
  /// @param file the file that relative paths start from
  static SettingsResult parse(String text, Path shownAs, Path file) {
    return parse(text, shownAs, file, Optional.empty());
  }

  /// @param overlay values in place of the text's
  static SettingsResult parse(String text, Path shownAs, Path file, Optional<Overlay> overlay) {
    if (text.length() > LARGEST) {
      return tooLarge(shownAs);
    }
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    TomlText toml = TomlText.parse(plain);
    Path parent = file.toAbsolutePath().normalize().getParent();
    Section.Context context = new Section.Context(shownAs, parent == null ? Path.of("/") : parent, toml,
        plain.split("\n", -1), new ArrayList<>(), new ArrayList<>(), overlay);
    toml.faults().forEach(f -> context.mistake(f.line(), "syntax", f.found(), f.expected()));
    SettingsSections sections = new SettingsSections(context.folder());
    Supplier<Settings> settings = sections.all(new Section(context, "", "", 0, 1, toml.table()));
    List<Mistake> mistakes = context.mistakes();
    if (mistakes.isEmpty()) {
      return new Good(settings.get(), new Origins(context.effective()), sha256(text), new Source(file, text));
    }
    mistakes.sort(Comparator.comparingInt(Mistake::line));
    return new Bad(shortened(mistakes, shownAs), sections.directory());
  }

  private static List<Mistake> shortened(List<Mistake> mistakes, Path file) {
    if (mistakes.size() <= MOST_MISTAKES) {
      return mistakes;
    }
    List<Mistake> some = new ArrayList<>(mistakes.subList(0, MOST_MISTAKES));
    some.add(new Mistake(file, mistakes.get(MOST_MISTAKES).line(), "",
        (mistakes.size() - MOST_MISTAKES) + " more mistakes from here on", "a configuration file"));
    return some;
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static int lineAt(byte[] bytes, int offset) {
    int line = 1;
    for (int i = 0; i < offset; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  private static SettingsResult tooLarge(Path file) {
    return bad(file, 0, "more than " + LARGEST + " bytes", "at most " + LARGEST + " bytes");
  }

  private static SettingsResult bad(Path file, int line, String found, String expected) {
    return new Bad(List.of(new Mistake(file, line, "", found, expected)), Optional.empty());
  }
}
