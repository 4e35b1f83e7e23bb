package dev.punchpost.kiosk.config;

import dev.punchpost.drivers.door.DoorOptions;
import dev.punchpost.kiosk.punch.AntiPassback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The door that the terminal opens. Ranges are checked by [DoorSection].
///
/// @param chip as in [dev.punchpost.hal.linux.GpioRequest#chip]
/// @param relay the relay's line: its number on the chip, or its name
/// @param relayActiveHigh whether high lets people through
/// @param pulse how long the relay is driven for an accepted identification or a command
/// @param exit line of the button inside, low while pressed
/// @param exitDoes what that button does
/// @param exitPulse for how long
/// @param contact empty for a door that is not watched
/// @param grace how long after the pulse an opening is still the one that was allowed
/// @param heldOpen how long the door may be open
public record DoorSettings(String chip, String relay, boolean relayActiveHigh, Duration pulse, Optional<String> exit,
    DoorOptions.Exit exitDoes, Duration exitPulse, Optional<Contact> contact, Duration grace, Duration heldOpen,
    boolean relockOnClose, Duration debounce, AntiPassback antiPassback) {
  /// @param line tells whether the door is closed
  /// @param closedHigh level of a closed door; low where there is a second line
  /// @param openLine second half of a changeover switch, low while the door is open
  public record Contact(String line, boolean closedHigh, Optional<String> openLine) {}

  /// What the driver makes of it.
  public DoorOptions options() {
    Duration longest = pulse.compareTo(exitPulse) > 0 ? pulse : exitPulse;
    return new DoorOptions(relayActiveHigh, longest, exitPulse, exitDoes, grace, heldOpen, relockOnClose, debounce);
  }

  /// Where it is, for `status` and `doctor`: the relay's line.
  public String port() {
    return "line " + relay + " of " + (chip.equals("auto") ? "the header" : chip);
  }

  /// Every line that it uses.
  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(relay));
    exit.ifPresent(lines::add);
    contact.ifPresent(c -> {
      lines.add(c.line());
      c.openLine().ifPresent(lines::add);
    });
    return List.copyOf(lines);
  }
}
