package dev.punchpost.drivers.door;

import dev.punchpost.hal.playback.ManualInputPin;
import dev.punchpost.hal.playback.ManualOutputPin;
import dev.punchpost.hal.time.Pause;

/// A door with a strike, a changeover contact and a button inside, and hands for it. Thread-safe, as its pins are.
public final class DoorSimulator {
  private final DoorOptions options;
  private final ManualOutputPin relay;
  private final ManualInputPin whenClosed;
  private final ManualInputPin whenOpen;
  private final ManualInputPin button;

  /// Closed, its relay as a pin is before anybody drives it: at the level that lets people through, so that it shows
  /// whether somebody does.
  public DoorSimulator(DoorOptions options, Pause pause) {
    this.options = options;
    relay = new ManualOutputPin(options.relayActiveHigh());
    whenClosed = new ManualInputPin(false, pause);
    whenOpen = new ManualInputPin(true, pause);
    button = new ManualInputPin(true, pause);
  }

  public ManualOutputPin relay() {
    return relay;
  }

  public DoorContact contact() {
    return new DoorContact.Supervised(whenClosed, whenOpen);
  }

  public DoorContact singleContact() {
    return new DoorContact.Single(whenClosed, false);
  }

  public ManualInputPin button() {
    return button;
  }

  public boolean unlocked() {
    return relay.high() == options.relayActiveHigh();
  }

  /// Somebody tries the door.
  ///
  /// @return whether it opened
  public boolean push() {
    if (unlocked()) {
      force();
      return true;
    }
    return false;
  }

  /// The door opens, locked or not.
  public void force() {
    whenClosed.put(true);
    whenOpen.put(false);
  }

  /// It falls shut.
  public void shut() {
    whenOpen.put(true);
    whenClosed.put(false);
  }

  /// Somebody cuts the wires of the contact.
  public void cut() {
    whenClosed.put(true);
    whenOpen.put(true);
  }

  public void press() {
    button.put(false);
  }

  public void letGo() {
    button.put(true);
  }
}
