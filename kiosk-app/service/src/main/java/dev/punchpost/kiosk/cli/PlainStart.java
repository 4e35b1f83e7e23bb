package dev.punchpost.kiosk.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// `run [--service] [--config FILE]` in just this order: what systemd starts. It is known without picocli, whose model of
/// the commands takes a quarter of a start; every other command line, wrong ones too, is picocli's.
///
/// @param service whether to go on without a good configuration
record PlainStart(boolean service, Optional<Path> config) {
  static Optional<PlainStart> of(String... args) {
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    if (!RunCommand.NAME.equals(rest.poll())) {
      return Optional.empty();
    }
    boolean service = "--service".equals(rest.peek());
    if (service) {
      rest.remove();
    }
    if (rest.isEmpty()) {
      return Optional.of(new PlainStart(service, Optional.empty()));
    }
    boolean named = rest.size() == 2 && rest.remove().equals("--config") && !rest.element().startsWith("-");
    return named
        ? Optional.of(new PlainStart(service, Optional.of(Path.of(rest.remove()))))
        : Optional.empty();
  }
}
