package dev.punchpost.demo;

import dev.punchpost.demo.judge.Verdict;

/// How things stand at one moment.
///
/// @param cable whether the network cable is plugged
/// @param reader whether the reader is plugged in
/// @param power whether the terminal runs
/// @param online whether the terminal last said that it sees the broker
/// @param waiting entries that the terminal last said were waiting
/// @param verdict so far
public record Scene(boolean cable, boolean reader, Power power, boolean online, long waiting, Verdict verdict) {
  /// The terminal's process.
  public enum Power {
    OFF,
    STARTING,
    ON
  }
}
