package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Derby's errors mean (states: `org.apache.derby.shared.common.reference.SQLState`).
///
/// The surroundings come before damage: a full disk, a missing permission or a failing device gives the same states as
/// a broken file, and a database must not be set aside for that.
final class DerbyErrors {
  /// `ExceptionSeverity.DATABASE_SEVERITY`: Derby has shut the database down, or must.
  private static final int DATABASE_SEVERITY = 45_000;

  private DerbyErrors() {}

  /// Whether the database itself has stopped and must be booted again.
  static boolean stopsDatabase(SQLException e) {
    return e.getErrorCode() >= DATABASE_SEVERITY || state(e).equals("XSLB9") || state(e).startsWith("XJ04");
  }

  /// The exception for an error while working.
  static StoreException working(String what, SQLException e) {
    Kind kind = surroundings(e).orElse(any(e, DerbyErrors::isDamage) ? Kind.DAMAGED : Kind.FAILED);
    return new StoreException(kind, what + ": " + state(e) + " " + firstLine(e), withoutDump(e));
  }

  /// The exception for an error while booting. An error that nothing else explains is damage: a terminal that never
  /// comes up again is worse than one that sets its database aside, whole, and says so.
  static StoreException starting(SQLException e) {
    Kind kind = surroundings(e).orElse(any(e, DerbyErrors::isNoDamage) ? Kind.FAILED : Kind.DAMAGED);
    return new StoreException(kind, "the database cannot be opened: " + states(e), withoutDump(e));
  }

  private static Optional<Kind> surroundings(SQLException e) {
    for (Throwable t : chain(e)) {
      String message = String.valueOf(t.getMessage());
      if (t instanceof SQLException sql && (state(sql).equals("XSDB6") || state(sql).equals("XSDB7"))) {
        return Optional.of(Kind.IN_USE);
      }
      if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
        return Optional.of(Kind.FULL);
      }
      if (t instanceof AccessDeniedException || message.contains("Permission denied")
          || message.contains("Read-only file system") || message.contains("Operation not permitted")) {
        return Optional.of(Kind.PERMISSION);
      }
      // Input/output error, too many open files: nothing of that is written in the files. An end of file is.
      boolean device = message.contains("Input/output error") || message.contains("Too many open files")
          || message.contains("Cannot allocate memory");
      if (t instanceof Error || (t instanceof IOException && device)) {
        return Optional.of(Kind.FAILED);
      }
    }
    return Optional.empty();
  }

  private static boolean isDamage(String state) {
    return !isNoDamage(state) && (state.startsWith("XSLA") || state.startsWith("XSDG") || state.startsWith("XSDB")
        || state.startsWith("XSCB") || state.startsWith("XSAI2") || state.startsWith("XSDF6"));
  }

  private static boolean isNoDamage(String state) {
    return switch (state) {
      // Stopped by an earlier error, by the disk or by an interrupt: booting again tells.
      case "XSLA0", "XSLA4", "XSLAA", "XSLAE", "XSLAI", "XSLAJ", "XSLAQ", "XSDG1", "XSDG9", "XSDBC", "08000" -> true;
      // Made by other software. (Not XSLAC, "a later version": there is none, but a zeroed control file says so.)
      case "XSLAN", "XSLAP", "XCW00", "XJ050" -> true;
      // Class path and attributes.
      case "XBM02", "XBM03", "XBM04", "XBM06", "XBM07", "XBM08", "XBM0C", "XBM0G", "XBM0U", "XBM0V", "XBM0W" -> true;
      default -> false;
    };
  }

  /// The exception as a cause, unless something in it dumps a page: that is personal data, and causes get logged.
  private static @Nullable SQLException withoutDump(SQLException e) {
    return chain(e).stream().anyMatch(t -> String.valueOf(t.getMessage()).contains("dump follows")) ? null : e;
  }

  private interface StateTest {
    boolean holds(String state);
  }

  private static boolean any(SQLException e, StateTest test) {
    return chain(e).stream().anyMatch(t -> t instanceof SQLException sql && test.holds(state(sql)));
  }

  /// Every state of the chain and the message of the last one, which tells most.
  private static String states(SQLException e) {
    StringBuilder text = new StringBuilder();
    String message = "";
    for (Throwable t : chain(e)) {
      if (t instanceof SQLException sql) {
        text.append(state(sql)).append(' ');
      }
      message = firstLine(t);
    }
    return text.append(message).toString();
  }

  private static Set<Throwable> chain(Throwable start) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Throwable> ordered = new LinkedHashSet<>();
    collect(start, seen, ordered);
    return ordered;
  }

  private static void collect(@Nullable Throwable t, Set<Throwable> seen, Set<Throwable> ordered) {
    if (t == null || !seen.add(t)) {
      return;
    }
    ordered.add(t);
    collect(t.getCause(), seen, ordered);
    if (t instanceof SQLException sql) {
      collect(sql.getNextException(), seen, ordered);
    }
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /// Derby adds dumps of whole pages to some messages; those may hold personal data and do not belong in a log.
  private static String firstLine(Throwable t) {
    String message = String.valueOf(t.getMessage());
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    int dump = line.indexOf(", page dump follows");
    line = dump < 0 ? line : line.substring(0, dump);
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }
}
