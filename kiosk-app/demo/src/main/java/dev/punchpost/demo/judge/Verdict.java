package dev.punchpost.demo.judge;

import java.util.List;

/// What the judge has to say.
///
/// @param taps badges held to the reader
/// @param ticks punches that the panel promised, each counted once
/// @param punches punches that came from the broker, each counted once
/// @param events other entries that came from the broker, each counted once
/// @param unticked punches that came for a tap which was unanswered at a power cut
/// @param redeliveries repetitions of a message, byte for byte, which QoS 1 allows
/// @param onTheirWay ticked punches that have not come yet
/// @param complaints what is wrong, in words; empty if nothing is
public record Verdict(int taps, int ticks, int punches, int events, int unticked, int redeliveries, int onTheirWay,
    List<String> complaints) {
  public Verdict {
    complaints = List.copyOf(complaints);
  }

  /// Whether every tick has come back, once and unchanged.
  public boolean content() {
    return complaints.isEmpty() && onTheirWay == 0;
  }
}
