package dev.punchpost.drivers.pcsc;

import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.PcscSlot;
import java.time.Duration;
import java.util.Optional;

/// The `pcsc` driver as a program: writes a line for each event until its standard input ends; opens the slot again when
/// it is lost. In a JVM of its own, because libpcsclite takes the place of pcscd's socket from the environment.
final class PcscRunner {
  private PcscRunner() {}

  public static void main(String[] args) throws InterruptedException {
    Thread.ofPlatform().daemon().start(() -> {
      try {
        System.in.readAllBytes();
      } catch (java.io.IOException e) {
        // the end, then
      }
      System.exit(0);
    });
    String wanted = args[0];
    while (true) {
      try (Pcsc reader = new Pcsc(new ReaderName("desk"), PcscSlot.open(wanted), CardIdentifier.byUid(),
          BootTicker.system())) {
        System.out.println("open " + reader.slot());
        long calls = 0;
        while (true) {
          Optional<ReaderEvent> event = reader.next(Duration.ofMillis(500));
          calls++;
          if (event.isPresent()) {
            System.out.println(switch (event.get()) {
              case ReaderEvent.Presented(_, _, var credential) -> "badge " + credential.id().canonical();
              case ReaderEvent.Unreadable(_, _, var reason) -> "unreadable " + reason;
              case ReaderEvent.Removed _ -> "removed";
              case ReaderEvent.Faulted _,ReaderEvent.Recovered _ -> "not of a driver";
            } + " after " + calls);
            calls = 0;
          }
        }
      } catch (HalException e) {
        System.out.println("lost " + e.kind() + ": " + e.getMessage());
        Thread.sleep(200);
      }
    }
  }
}
