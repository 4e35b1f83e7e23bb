package dev.punchpost.drivers.blebadge;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.Bluetooth;
import dev.punchpost.hal.linux.BootTicker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The `ble-badge` driver as a program: writes a line for each event until its standard input ends; opens the adapter
/// again when it is lost. In a JVM of its own, because D-Bus takes the place of its bus from the environment.
///
/// Arguments: library, namespace of Eddystone beacons. One badge, `phone-1`, whose secret is sixteen times 00.
final class BleRunner {
  private BleRunner() {}

  public static void main(String[] args) throws InterruptedException {
    Thread.ofPlatform().daemon().start(() -> {
      try {
        System.in.readAllBytes();
      } catch (IOException e) {
        // the end, then
      }
      System.exit(0);
    });
    Bluetooth.Backend library = Bluetooth.Backend.valueOf(args[0].toUpperCase(Locale.ROOT).replace('-', '_'));
    BleBadgeOptions options = BleBadgeOptions.with(List.of(new TokenSecret("phone-1", new byte[16])), Set.of(args[1]));
    while (true) {
      try (BleBadge reader = new BleBadge(new ReaderName("ble"),
          Bluetooth.open(library, "", BootTicker.system()), BootTicker.system(),
          () -> OptionalLong.of(Instant.now().getEpochSecond()), options)) {
        System.out.println("open " + reader.adapter());
        while (true) {
          Optional<ReaderEvent> event = reader.next(Duration.ofMillis(500));
          event.ifPresent(e -> System.out.println(switch (e) {
            case ReaderEvent.Presented(_, _, var credential) -> "badge " + credential.id().canonical();
            case ReaderEvent.Unreadable(_, _, var reason) -> "unreadable " + reason;
            case ReaderEvent.Removed _ -> "removed";
            case ReaderEvent.Faulted _,ReaderEvent.Recovered _ -> "not of a driver";
          }));
        }
      } catch (HalException e) {
        System.out.println("lost " + e.kind() + ": " + e.getMessage());
        Thread.sleep(300);
      }
    }
  }
}
