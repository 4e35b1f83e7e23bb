package dev.punchpost.kiosk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/// A 4x4 keypad on the lines of a [SimulatedChip], and somebody who types on it: each key is held until the panel has
/// answered it.
final class SimulatedKeypad {
  /// The table of the configuration.
  static final String TABLE = """
      [[keypad]]
      name = "front-keys"
      driver = "matrix"
      row-gpios = [5, 6, 13, 19]
      column-gpios = [12, 16, 20, 21]
      worker-prefix = "w"
      """;
  private static final List<String> ROWS = List.of("5", "6", "13", "19");
  private static final List<String> COLUMNS = List.of("12", "16", "20", "21");
  /// As printed on the keys: `*` clears, `#` enters, `A` to `D` are F1 to F4.
  private static final String KEYS = "123A456B789C*0#D";
  private static final Set<String> ANSWERS = Set.of("typing", "chosen", "refused", "accepted", "door-opened");

  private final SimulatedChip chip;
  private final TerminalProcess terminal;

  SimulatedKeypad(SimulatedChip chip, TerminalProcess terminal) {
    this.chip = chip;
    this.terminal = terminal;
    Awaitility.await("keypad").atMost(Duration.ofSeconds(20)).until(() -> chip.held(ROWS.getLast())
        && chip.held(COLUMNS.getLast()));
  }

  /// No key twice in a row: whether it was released between is not to be seen.
  void type(String keys) {
    for (char key : keys.toCharArray()) {
      int place = KEYS.indexOf(key);
      String row = ROWS.get(place / 4);
      String column = COLUMNS.get(place % 4);
      int before = answers().size();
      chip.contact(row, column, true);
      Awaitility.await("answer to a key").pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(20))
          .until(() -> answers().size() > before);
      chip.contact(row, column, false);
    }
  }

  /// Types, and waits for what comes of it.
  JsonNode answer(String keys) {
    type(keys);
    Awaitility.await("answer").atMost(Duration.ofSeconds(30))
        .until(() -> !Set.of("typing", "chosen").contains(answers().getLast().path("screen").asText()));
    return answers().getLast();
  }

  private List<JsonNode> answers() {
    return terminal.screens().stream().filter(s -> ANSWERS.contains(s.path("screen").asText())).toList();
  }
}
