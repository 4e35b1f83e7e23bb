package dev.punchpost.drivers.door;

import dev.punchpost.hal.gpio.Pull;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.GpioInput;
import dev.punchpost.hal.linux.GpioOutput;
import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A door on a real GPIO line, for `provisioning/lab/proofs/door`, which stops, hangs and kills it while the relay is
/// driven. Says `beat` as long as it looks at the door, and unlocks for a minute when the file appears, for five seconds
/// when the button is pressed.
final class DoorRunner {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private DoorRunner() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 4) {
      throw new IllegalArgumentException("expected CHIP RELAY BUTTON UNLOCK-FILE");
    }
    Path unlock = Path.of(args[3]);
    DoorOptions options = new DoorOptions(true, MINUTE, Duration.ofSeconds(5), DoorOptions.Exit.UNLOCK, Duration.ZERO,
        MINUTE, true, Duration.ofMillis(30));
    Door door = new Door(GpioOutput.open(args[0], args[1], false), new DoorContact.None(),
        GpioInput.open(args[0], args[2], Pull.UP), BootTicker.system(), Pause.real(), options);
    // As the service does it: an ordinary stop closes the door.
    Runtime.getRuntime().addShutdownHook(new Thread(door::close));
    System.out.println("ready");
    while (true) {
      if (Files.deleteIfExists(unlock)) {
        door.unlock(new Authorisation.Command("proof"), MINUTE);
      }
      door.next(Duration.ofMillis(300)).ifPresent(System.out::println);
      System.out.println("beat");
    }
  }
}
