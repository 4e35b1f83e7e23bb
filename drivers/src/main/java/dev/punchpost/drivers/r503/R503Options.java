package dev.punchpost.drivers.r503;

import java.time.Duration;

/// How a fingerprint module is used.
///
/// @param address of the module, 0 .. 0xFFFFFFFF
/// @param password of the module, 0 .. 0xFFFFFFFF; not shown by `toString`
/// @param securityLevel 1 .. 5, written to the module if it has another; 0 leaves it as it is
/// @param presses for an enrolment, 2 .. 6; modules with two buffers combine the first and the last
/// @param searches how often a finger that is not found is looked at, 1 .. 5
/// @param idlePoll how often it is looked for a finger where the touch pin is not wired, 100 ms .. 5 s
/// @param busyPoll how often it is looked while a finger is on the sensor, or about to be, 20 ms .. 1 s
/// @param touchedIsHigh level of the touch pin while a finger is there; low on the R503
/// @param answer longest time to an answer, 100 ms .. 10 s
/// @param start longest time until a module that was just switched on answers, up to 10 s
public record R503Options(long address, long password, int securityLevel, int presses, int searches, Duration idlePoll,
    Duration busyPoll, boolean touchedIsHigh, Duration answer, Duration start) {
  private static final long LARGEST = 0xFFFFFFFFL;

  public R503Options {
    if (address < 0 || address > LARGEST || password < 0 || password > LARGEST) {
      throw new IllegalArgumentException("address and password of a fingerprint module: expected 32 bits");
    }
    if (securityLevel < 0 || securityLevel > 5) {
      throw new IllegalArgumentException("security level " + securityLevel + ", expected 1 to 5, or 0");
    }
    if (presses < 2 || presses > 6) {
      throw new IllegalArgumentException(presses + " presses, expected 2 to 6");
    }
    if (searches < 1 || searches > 5) {
      throw new IllegalArgumentException(searches + " searches, expected 1 to 5");
    }
    requireBetween("idle poll", idlePoll, 100, 5_000);
    requireBetween("busy poll", busyPoll, 20, 1_000);
    requireBetween("answer", answer, 100, 10_000);
    requireBetween("start", start, 0, 10_000);
  }

  private static void requireBetween(String name, Duration value, long least, long most) {
    if (value.toMillis() < least || value.toMillis() > most) {
      throw new IllegalArgumentException(name + " " + value + ", expected " + least + " to " + most + " ms");
    }
  }

  /// As modules come from the factory: address FFFFFFFF, password 0, level unchanged, two presses.
  public static R503Options defaults() {
    return new R503Options(LARGEST, 0, 0, 2, 2, Duration.ofMillis(500), Duration.ofMillis(100), false,
        Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

  public R503Options withPassword(long secret) {
    return new R503Options(address, secret, securityLevel, presses, searches, idlePoll, busyPoll, touchedIsHigh, answer,
        start);
  }

  public R503Options withPresses(int number) {
    return new R503Options(address, password, securityLevel, number, searches, idlePoll, busyPoll, touchedIsHigh,
        answer, start);
  }

  @Override
  public String toString() {
    return String.format("R503Options[address=%08X, securityLevel=%d, presses=%d, idlePoll=%s]", address, securityLevel,
        presses, idlePoll);
  }
}
