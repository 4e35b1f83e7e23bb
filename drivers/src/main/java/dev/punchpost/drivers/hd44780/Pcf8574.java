package dev.punchpost.drivers.hd44780;

import java.io.ByteArrayOutputStream;

/// The bytes of a PCF8574 backpack: each is the state of its eight pins, of which four are the chip's data lines.
///
/// The chip takes what is on the data lines when E falls. RS and RW must be right before E rises (t_AS, 60 ns), the data
/// only before it falls (t_DSW, 195 ns): a byte of its own goes before E rises only where RS changes. A nibble is two
/// bytes of 90 µs each at 100 kHz, so that the 37 µs of a command have passed before the next is complete.
final class Pcf8574 {
  static final int RS = 0x01;
  static final int RW = 0x02;
  static final int E = 0x04;
  static final int LIGHT = 0x08;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int light = LIGHT;
  private int rs;

  void light(boolean on) {
    light = on ? LIGHT : 0;
  }

  /// All lines low but the light's: what the pins are left at.
  void rest() {
    rs = 0;
    bytes.write(light);
  }

  /// Half an instruction, for the time when the chip takes eight bits at once.
  void nibble(int value) {
    half(value, 0);
  }

  void instruction(int value) {
    half(value >> 4, 0);
    half(value, 0);
  }

  void data(int value) {
    half(value >> 4, RS);
    half(value, RS);
  }

  /// What was put together since the last call.
  byte[] take() {
    byte[] all = bytes.toByteArray();
    bytes.reset();
    return all;
  }

  /// What the pins are at after what was put together.
  int latch() {
    return light | rs;
  }

  private void half(int value, int select) {
    int pins = (value & 0x0F) << 4 | select | light;
    if (select != rs) {
      bytes.write(pins);
      rs = select;
    }
    bytes.write(pins | E);
    bytes.write(pins);
  }
}
