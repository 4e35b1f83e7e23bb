package dev.punchpost.kiosk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainStartTest {
  private static Optional<PlainStart> of(String line) {
    return PlainStart.of(line.isEmpty() ? new String[0] : line.split(" "));
  }

  @Test
  void whatSystemdStartsIsKnown() {
    assertEquals(Optional.of(new PlainStart(true, Optional.empty())), of("run --service"));
    assertEquals(Optional.of(new PlainStart(true, Optional.of(Path.of("a.toml")))),
        of("run --service --config a.toml"));
    assertEquals(Optional.of(new PlainStart(false, Optional.empty())), of("run"));
    assertEquals(Optional.of(new PlainStart(false, Optional.of(Path.of("a.toml")))), of("run --config a.toml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "status", "run --help", "run -h", "run --servic", "run --service --service", "run x",
    "run --config", "run --config --service", "run --config -h", "run --config=a.toml", "run --config a b",
    "run --service x", "--config a.toml run", "run --config a.toml --service", "run --socket s"})
  void everythingElseIsLeftToTheParser(String line) {
    assertEquals(Optional.empty(), of(line));
  }
}
