package dev.punchpost.kiosk.health;

import java.nio.file.Path;
import java.util.List;

/// The running service, as `doctor` finds it from outside.
public sealed interface ServiceView {
  /// @param broker address in use or tried last; may be empty
  /// @param lastError may be empty
  /// @param clock name of a [dev.punchpost.kiosk.clock.ClockState]; may be empty
  /// @param panelFault why the panel does not work; empty if it does
  /// @param doorFault why the door does not work; empty if it does, or there is none
  /// @param otherFaults of contacts, light and tone: what, and why it does not work
  record Running(boolean brokerConnected, String broker, String lastError, String clock, String panelFault,
      String doorFault, List<String> otherFaults)
      implements
        ServiceView {
    public Running {
      otherFaults = List.copyOf(otherFaults);
    }

    /// With a panel that works.
    public Running(boolean brokerConnected, String broker, String lastError, String clock) {
      this(brokerConnected, broker, lastError, clock, "", "", List.of());
    }
  }

  /// Nobody listens at the control socket.
  record Stopped() implements ServiceView {}

  /// Nobody listens at the control socket, and yet a process has the data directory: the service starts or ends, or another
  /// command is at work.
  record Busy(long process) implements ServiceView {}

  /// The control socket is not for this user.
  record Denied(Path socket) implements ServiceView {}

  /// It took the connection and did not answer as it should.
  record Silent(String reason) implements ServiceView {}
}
