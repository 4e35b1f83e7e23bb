package dev.punchpost.drivers.wedge;

import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.linux.BootTicker;
import dev.punchpost.hal.linux.EvdevKeys;
import dev.punchpost.hal.linux.KeyDevice;
import java.time.Duration;
import java.util.Set;

/// The driver on an event device, in a process of its own, for umockdev and the VM: prints the badges it is presented,
/// and ends after that many, or after 20 s.
final class WedgeRunner {
  private WedgeRunner() {}

  public static void main(String[] args) {
    if (args.length != 3) {
      throw new IllegalArgumentException("expected DEVICE LAYOUT COUNT");
    }
    KeyboardWedge.Options defaults = KeyboardWedge.Options.defaults();
    KeyboardWedge.Options options = new KeyboardWedge.Options(KeyMap.named(args[1]), Set.of(KeyboardWedge.ENTER),
        Duration.ofSeconds(5), defaults.text(), defaults.removedAfter());
    BootTicker ticker = BootTicker.system();
    try (KeyboardWedge reader = new KeyboardWedge(new ReaderName("desk"), EvdevKeys.open(KeyDevice.parse(args[0])),
        ticker, options)) {
      System.out.println("ready");
      long end = ticker.micros() + 20_000_000;
      for (int left = Integer.parseInt(args[2]); left > 0 && ticker.micros() < end;) {
        var event = reader.next(Duration.ofSeconds(1));
        if (event.isPresent() && event.get() instanceof ReaderEvent.Presented badge) {
          System.out.println("badge " + badge.credential().id().canonical());
          left--;
        }
      }
      System.out.println("counts " + reader.counts());
    }
  }
}
