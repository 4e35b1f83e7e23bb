package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.store.StoreException;
import dev.punchpost.kiosk.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
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

  private static final Set<String> STARTING = Set.of("XJ040", "XJ001", "XJ004", "XBM01");

  private DerbyErrors() {}

  /// Whether the database itself has stopped and must be booted again.
  static boolean stopsDatabase(SQLException e) {
    return e.getErrorCode() >= DATABASE_SEVERITY || state(e).equals("XSLB9") || state(e).startsWith("XJ04");
  }

  /// The exception for an error while working.
  static StoreException working(String what, SQLException e) {
    Kind kind = surroundings(e).orElse(any(e, DerbyErrors::isDamage) ? Kind.DAMAGED : Kind.FAILED);
    return new StoreException(kind, what + ": " + state(e) + " " + firstLine(e), e);
  }

  /// The exception for an error while booting. An error that nothing else explains is damage: a terminal that never
  /// comes up again is worse than one that sets its database aside, whole, and says so.
  static StoreException starting(SQLException e) {
    Kind kind = surroundings(e).orElseGet(() -> {
      if (any(e, DerbyErrors::isDamage)) {
        return Kind.DAMAGED;
      }
      return any(e, state -> !STARTING.contains(state)) ? Kind.FAILED : Kind.DAMAGED;
    });
    return new StoreException(kind, "the database cannot be opened: " + states(e), e);
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
      if (t instanceof Error || t instanceof IOException && (message.contains("Input/output error")
          || message.contains("Too many open files") || message.contains("Cannot allocate memory"))) {
        return Optional.of(Kind.FAILED);
      }
    }
    return Optional.empty();
  }

  private static boolean isDamage(String state) {
    return switch (state) {
      // Stopped by an earlier error, or by the disk: booting again tells.
      case "XSLA0", "XSLA4", "XSLAA", "XSLAE", "XSLAI", "XSLAJ", "XSLAQ", "XSDG1", "XSDG9", "XSDBC" -> false;
      // Made by other software.
      case "XSLAC", "XSLAN", "XSLAP", "XCW00", "XJ050" -> false;
      // Class path and attributes.
      case "XBM01", "XBM02", "XBM03", "XBM04", "XBM05", "XBM06", "XBM07", "XBM08", "XBM0C", "XBM0G", "XBM0U", "XBM0V",
          "XBM0W" ->
        false;
      default -> state.startsWith("XSLA") || state.startsWith("XSDG") || state.startsWith("XSDB")
          || state.startsWith("XSCB") || state.startsWith("XBM0") || state.startsWith("XSDF6");
    };
  }

  private interface StateTest {
    boolean holds(String state);
  }

  private static boolean any(SQLException e, StateTest test) {
    return chain(e).stream().anyMatch(t -> t instanceof SQLException sql && test.holds(state(sql)));
  }

  private static String states(SQLException e) {
    StringBuilder text = new StringBuilder();
    for (Throwable t : chain(e)) {
      text.append(text.isEmpty() ? "" : " <- ").append(t instanceof SQLException sql
          ? state(sql)
          : t.getClass().getSimpleName()).append(' ').append(firstLine(t));
    }
    return text.toString();
  }

  private static Set<Throwable> chain(Throwable start) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Throwable> ordered = new java.util.LinkedHashSet<>();
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
