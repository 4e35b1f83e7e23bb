package dev.punchpost.hal.playback;

import dev.punchpost.hal.HalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What happens on a serial line, step by step, for [ReplaySerialPort]; what [RecordingSerialLink] makes.
///
/// As text, one step a line; `#` begins a comment:
/// ```
/// # A tag is held for two frames, then the plug is pulled; the port is back at the second attempt.
/// receive 02 36 32 45 33
/// receive 30 38 36 43 45 44 30 38 03
/// silence 65ms
/// expect-write 55 AA
/// fault NO_DEVICE
/// open-fails NO_DEVICE
/// ```
/// A recording holds card numbers: treat its file accordingly.
public record SerialScript(List<SerialStep> steps) {
  public SerialScript {
    steps = List.copyOf(steps);
  }

  public static SerialScript of(SerialStep... steps) {
    return new SerialScript(List.of(steps));
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException naming the line that is not understood
  public static SerialScript parse(String text) {
    List<SerialStep> steps = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.replaceFirst("#.*", "").strip();
      if (!content.isEmpty()) {
        steps.add(step(content, number));
      }
    }
    return new SerialScript(steps);
  }

  /// Reads a file of the text form.
  public static SerialScript load(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes the text form.
  public void save(Path file) {
    try {
      Files.writeString(file, text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text form; [#parse] gives an equal script.
  public String text() {
    return steps.stream().map(step -> step + "\n").collect(Collectors.joining());
  }

  private static SerialStep step(String content, int number) {
    String[] words = content.split("\\s+", 2);
    String argument = words.length == 2 ? words[1] : "";
    try {
      return switch (words[0]) {
        case "receive" -> new SerialStep.Receive(bytes(argument));
        case "silence" -> new SerialStep.Silence(duration(argument));
        case "expect-write" -> new SerialStep.ExpectWrite(bytes(argument));
        case "fault" -> new SerialStep.Fault(HalException.Kind.valueOf(argument));
        case "open-fails" -> new SerialStep.OpenFails(HalException.Kind.valueOf(argument));
        default -> throw new IllegalArgumentException("unknown step " + words[0]);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("serial script, line " + number + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private static Duration duration(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.matches("[0-9]{1,12}us")) {
      return Duration.ofNanos(Long.parseLong(lower.substring(0, lower.length() - 2)) * 1_000);
    }
    if (lower.matches("[0-9]{1,9}ms")) {
      return Duration.ofMillis(Long.parseLong(lower.substring(0, lower.length() - 2)));
    }
    throw new IllegalArgumentException("expected a time such as 250ms or 250us");
  }
}
