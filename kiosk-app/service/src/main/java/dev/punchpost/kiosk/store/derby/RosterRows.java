package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// How workers are read and written.
final class RosterRows {
  /// Between roles; no role has a line's end in it.
  private static final String SEPARATOR = "\n";

  private RosterRows() {}

  /// A row of worker, name, language, roles, active.
  static Worker worker(ResultSet row, List<CredentialId> credentials) throws SQLException {
    String roles = row.getString(4);
    return new Worker(new WorkerId(row.getString(1)), row.getString(2), row.getString(3),
        roles.isEmpty() ? Set.of() : Set.of(roles.split(SEPARATOR)), row.getInt(5) != 0, credentials);
  }

  static String roles(Set<String> roles) {
    return String.join(SEPARATOR, roles.stream().sorted().toList());
  }
}
