package dev.punchpost.kiosk.control;

import dev.punchpost.kiosk.store.StoreException;

/// How a command ended, as `sysexits.h` numbers it. The launcher passes the number on to the shell.
public enum ExitCode {
  OK(0),
  /// `doctor` found something broken.
  FAILED(1),
  /// EX_USAGE: the command line is wrong.
  USAGE(64),
  /// EX_DATAERR: the input's content is wrong.
  DATA(65),
  /// EX_NOINPUT: an input file is not there.
  NO_INPUT(66),
  /// EX_UNAVAILABLE: something that is needed is not installed.
  UNAVAILABLE(69),
  /// EX_SOFTWARE: a fault of this program.
  SOFTWARE(70),
  /// EX_CANTCREAT: an output file cannot be made.
  CANNOT_CREATE(73),
  /// EX_IOERR: reading or writing failed.
  IO(74),
  /// EX_TEMPFAIL: not now; worth trying again.
  TRY_AGAIN(75),
  /// EX_NOPERM: not allowed to this user.
  NO_PERMISSION(77),
  /// EX_CONFIG: the configuration is wrong.
  CONFIG(78),
  /// No mains and an empty battery: the unit's `power-off` switches the machine off. Not of sysexits.h.
  POWER_OFF(80);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// What a failure of the store means to whoever asked.
  public static ExitCode of(StoreException.Kind kind) {
    return switch (kind) {
      case IN_USE -> TRY_AGAIN;
      case FULL, DAMAGED, FAILED -> IO;
      case PERMISSION -> NO_PERMISSION;
    };
  }
}
