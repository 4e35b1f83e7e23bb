package dev.punchpost.kiosk.store.derby;

import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.Access;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// PINs, wrong tries, locks and roles by hand. One thread for each session.
final class AccessRows {
  private static final String PIN = """
      SELECT hash, tries, lock_boot, locked_until_us, locked_until_wall_us FROM pins --DERBY-PROPERTIES constraint=PINS_PK
      WHERE worker = ?""";
  private static final String ROLES = """
      SELECT role, given FROM roles_by_hand --DERBY-PROPERTIES constraint=ROLES_BY_HAND_PK
      WHERE worker = ?""";
  private static final String DELETE_PIN = "DELETE FROM pins WHERE worker = ?";
  private static final String INSERT_PIN = "INSERT INTO pins (worker, hash, tries) VALUES (?, ?, 0)";
  private static final String TRIED = "UPDATE pins SET tries = ? WHERE worker = ?";
  private static final String LOCKED = """
      UPDATE pins SET tries = ?, lock_boot = ?, locked_until_us = ?, locked_until_wall_us = ? WHERE worker = ?""";
  private static final String UNLOCKED = """
      UPDATE pins SET tries = 0, lock_boot = NULL, locked_until_us = NULL, locked_until_wall_us = NULL WHERE worker = ?""";
  private static final String DELETE_ROLE = "DELETE FROM roles_by_hand WHERE worker = ? AND role = ?";
  private static final String INSERT_ROLE = "INSERT INTO roles_by_hand (worker, role, given) VALUES (?, ?, ?)";

  private final DerbySession session;

  AccessRows(DerbySession session) {
    this.session = session;
  }

  Access of(WorkerId worker) throws SQLException {
    Set<String> given = new HashSet<>();
    Set<String> taken = new HashSet<>();
    PreparedStatement roles = session.statement(ROLES);
    roles.setString(1, worker.value());
    try (ResultSet row = roles.executeQuery()) {
      while (row.next()) {
        (row.getInt(2) != 0 ? given : taken).add(row.getString(1));
      }
    }
    PreparedStatement pin = session.statement(PIN);
    pin.setString(1, worker.value());
    try (ResultSet row = pin.executeQuery()) {
      if (!row.next()) {
        return new Access(Optional.empty(), 0, Optional.empty(), given, taken);
      }
      String boot = row.getString(3);
      Optional<Access.Lock> lock = boot == null
          ? Optional.empty()
          : Optional.of(new Access.Lock(boot, row.getLong(4), Micros.instant(row.getLong(5))));
      return new Access(Optional.of(new PinHash(row.getString(1))), row.getInt(2), lock, given, taken);
    }
  }

  void pin(Content.PinChanged changed) throws SQLException {
    removePin(changed.worker());
    if (changed.pin().isPresent()) {
      PreparedStatement insert = session.statement(INSERT_PIN);
      insert.setString(1, changed.worker().value());
      insert.setString(2, changed.pin().get().text());
      insert.executeUpdate();
    }
  }

  void wrongPin(Content.PinRefused refused, Reading at) throws SQLException {
    if (refused.locked().isPositive()) {
      PreparedStatement update = session.statement(LOCKED);
      update.setInt(1, refused.tries());
      update.setString(2, at.bootId());
      update.setLong(3, at.monotonicUs() + refused.locked().toNanos() / 1_000);
      update.setLong(4, Micros.of(at.wall().plus(refused.locked())));
      update.setString(5, refused.worker().value());
      update.executeUpdate();
    } else {
      PreparedStatement update = session.statement(TRIED);
      update.setInt(1, refused.tries());
      update.setString(2, refused.worker().value());
      update.executeUpdate();
    }
  }

  void rightPin(WorkerId worker) throws SQLException {
    PreparedStatement update = session.statement(UNLOCKED);
    update.setString(1, worker.value());
    update.executeUpdate();
  }

  void roles(Content.RolesChanged changed) throws SQLException {
    removeRoles(changed.worker());
    for (Set<String> roles : List.of(changed.given(), changed.taken())) {
      for (String role : roles) {
        PreparedStatement insert = session.statement(INSERT_ROLE);
        insert.setString(1, changed.worker().value());
        insert.setString(2, role);
        insert.setInt(3, changed.given().contains(role) ? 1 : 0);
        insert.executeUpdate();
      }
    }
  }

  void remove(WorkerId worker) throws SQLException {
    removePin(worker);
    removeRoles(worker);
  }

  private void removePin(WorkerId worker) throws SQLException {
    PreparedStatement delete = session.statement(DELETE_PIN);
    delete.setString(1, worker.value());
    delete.executeUpdate();
  }

  private void removeRoles(WorkerId worker) throws SQLException {
    Access now = of(worker);
    for (Set<String> roles : List.of(now.given(), now.taken())) {
      for (String role : roles) {
        PreparedStatement delete = session.statement(DELETE_ROLE);
        delete.setString(1, worker.value());
        delete.setString(2, role);
        delete.executeUpdate();
      }
    }
  }
}
