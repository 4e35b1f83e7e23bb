package dev.punchpost.drivers.door;

import dev.punchpost.hal.gpio.InputPin;

/// What tells whether the door is open. One thread owns it.
public sealed interface DoorContact extends AutoCloseable {
  /// What the wires say.
  enum State {
    CLOSED,
    OPEN,
    /// Cut or shorted.
    TAMPERED
  }

  /// @throws dev.punchpost.hal.HalException IO if a pin cannot be read
  State read();

  @Override
  void close();

  /// A door without one: only the relay is watched.
  record None() implements DoorContact {
    @Override
    public State read() {
      return State.CLOSED;
    }

    @Override
    public void close() {}
  }

  /// One switch. With a switch that closes with the door, to ground, and a pull-up, low is closed, and a wire that is
  /// cut looks like an open door.
  ///
  /// @param closedIsHigh level of a closed door
  record Single(InputPin pin, boolean closedIsHigh) implements DoorContact {
    @Override
    public State read() {
      return pin.high() == closedIsHigh ? State.CLOSED : State.OPEN;
    }

    @Override
    public void close() {
      pin.close();
    }
  }

  /// A changeover switch to ground at two pins with pull-ups: one of them is low, or somebody is at the wires.
  ///
  /// @param whenClosed low while the door is closed
  /// @param whenOpen low while the door is open
  record Supervised(InputPin whenClosed, InputPin whenOpen) implements DoorContact {
    @Override
    public State read() {
      boolean closed = !whenClosed.high();
      boolean open = !whenOpen.high();
      return closed == open ? State.TAMPERED : closed ? State.CLOSED : State.OPEN;
    }

    @Override
    public void close() {
      whenClosed.close();
      whenOpen.close();
    }
  }
}
