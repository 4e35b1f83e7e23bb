package dev.punchpost.drivers.max17048;

/// What a terminal does on battery. Pure; owned by one thread.
public final class BatteryPolicy {
  /// @param lowPermille below it the battery is low, 1 .. 1000
  /// @param shutDownPermille below it the machine is shut down, 1 .. lowPermille
  public record Options(int lowPermille, int shutDownPermille) {
    public Options {
      if (shutDownPermille < 1 || shutDownPermille > lowPermille || lowPermille > 1_000) {
        throw new IllegalArgumentException("battery levels " + lowPermille + " and " + shutDownPermille
            + " ‰, expected 1 to 1000, and low above shut down");
      }
    }

    /// Low at 30 %, shut down at 10 %.
    public static Options defaults() {
      return new Options(300, 100);
    }
  }

  /// What to do.
  public enum Verdict {
    /// Everything as always.
    MAINS,
    /// Punches go on, the display dims.
    BATTERY,
    /// As before, and say so.
    LOW,
    /// Shut the machine down cleanly, now.
    SHUT_DOWN
  }

  /// So many readings in a row: one wrong reading shuts nothing down.
  private static final int READINGS = 3;
  /// No lithium cell under load has this voltage and is as good as empty: the charge is the guess of a gauge whose battery
  /// was just connected.
  private static final int NOT_EMPTY_MILLIVOLTS = 3_950;

  private final Options options;
  private int empty;

  public BatteryPolicy(Options options) {
    this.options = options;
  }

  /// A reading, some seconds after the one before.
  ///
  /// @param mains whether there are mains
  public Verdict judge(boolean mains, BatteryLevel level) {
    if (mains) {
      empty = 0;
      return Verdict.MAINS;
    }
    boolean believable = level.millivolts() < NOT_EMPTY_MILLIVOLTS;
    empty = believable && level.permille() < options.shutDownPermille() ? empty + 1 : 0;
    if (empty >= READINGS) {
      return Verdict.SHUT_DOWN;
    }
    return level.permille() < options.lowPermille() ? Verdict.LOW : Verdict.BATTERY;
  }
}
