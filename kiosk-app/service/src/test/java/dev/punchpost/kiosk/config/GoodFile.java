package dev.punchpost.kiosk.config;

import static org.junit.jupiter.api.Assertions.fail;

import dev.punchpost.kiosk.config.SettingsResult.Bad;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import java.nio.file.Path;
import java.util.List;

/// Texts that the tests start from.
final class GoodFile {
  static final Path FILE = Path.of("punchpost.toml");

  /// Only what is required.
  static final String SHORTEST = """
      [terminal]
      site = "plant-a"
      id = "door-1"
      time-zone = "Europe/Madrid"
      [mqtt]
      url = "mqtt://127.0.0.1:1883"
      """;

  /// Every key, none with its default.
  static final String LONGEST = """
      # A terminal with everything.
      [terminal]
      site = "plant-a"
      id = "door-1"
      time-zone = "America/Sao_Paulo"
      language = "pt-BR"

      [[reader]]
      name = "front"
      driver = "rdm6300"
      port = "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"
      removed-after = "500ms"

      [[reader]]
      name = "scanner"
      driver = "serial-line"
      port = "tty/scanner"
      baud = 115200
      data-bits = 7
      parity = "even"
      stop-bits = 2
      prefix = "\\u0002"
      suffix = "#"
      pattern = 'P([0-9]+)'
      max-length = 64
      as = "auto"

      [store]
      directory = "data"
      minimum-free = "128MiB"

      [mqtt]
      url = [
        "mqtts://broker-1.example:8883", # the first
        "mqtts://broker-2.example",
      ]
      keep-alive = "20s"
      stall-timeout = "1m"
      reconnect-min = "2s"
      reconnect-max = "2m"

      [mqtt.tls]
      ca = "tls/ca.pem"
      certificate = "tls/door-1.pem"
      key = "/etc/punchpost/tls/door-1.key"

      [control]
      socket = "/run/punchpost/control.sock"
      group = "punchpost"

      [punch]
      repeat-window = "0s"
      longest-shift = "14h"
      queue = 100

      [panel]
      driver = "json-lines"
      path = "/dev/stdout"
      """;

  private GoodFile() {}

  static Good good(SettingsResult result) {
    return switch (result) {
      case Good good -> good;
      case Bad bad -> fail("expected a good file, found " + bad.mistakes());
    };
  }

  static List<String> mistakes(String text) {
    return switch (SettingsReader.parse(text, FILE)) {
      case Good good -> List.of();
      case Bad bad -> bad.mistakes().stream().map(Mistake::toString).toList();
    };
  }
}
