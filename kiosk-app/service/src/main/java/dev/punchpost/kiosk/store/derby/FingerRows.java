package dev.punchpost.kiosk.store.derby;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.FingerStore.Consent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Consents, sealed templates, and places of modules that are to be erased. In the transaction of the entry that tells of
/// it; a template that leaves the store leaves an owed erasure behind, so that a power cut forgets none. One thread for
/// each session.
final class FingerRows {
  private static final String CONSENT = """
      SELECT text_version, seq FROM consents --DERBY-PROPERTIES constraint=CONSENTS_PK
      WHERE worker = ?""";
  private static final String DELETE_CONSENT = "DELETE FROM consents WHERE worker = ?";
  private static final String INSERT_CONSENT = "INSERT INTO consents (worker, text_version, seq) VALUES (?, ?, ?)";
  private static final String INSERT_FINGER = """
      INSERT INTO fingers (reader, place, worker, version, finger, seq, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)""";
  private static final String FINGERS_OF = """
      SELECT reader, place FROM fingers --DERBY-PROPERTIES index=FINGERS_WORKER
      WHERE worker = ?""";
  private static final String DELETE_FINGER = "DELETE FROM fingers WHERE reader = ? AND place = ?";
  private static final String INSERT_OWED = "INSERT INTO finger_erasures (reader, place, worker) VALUES (?, ?, ?)";
  private static final String DELETE_OWED = "DELETE FROM finger_erasures WHERE reader = ? AND place = ?";

  private record Place(String reader, int place) {}

  private final DerbySession session;

  FingerRows(DerbySession session) {
    this.session = session;
  }

  Optional<Consent> consent(WorkerId worker) throws SQLException {
    PreparedStatement query = session.statement(CONSENT);
    query.setString(1, worker.value());
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(new Consent(worker, row.getString(1), row.getLong(2))) : Optional.empty();
    }
  }

  void given(long seq, Content.ConsentGiven given) throws SQLException {
    removeConsent(given.worker());
    PreparedStatement insert = session.statement(INSERT_CONSENT);
    insert.setString(1, given.worker().value());
    insert.setString(2, given.textVersion());
    insert.setLong(3, seq);
    insert.executeUpdate();
  }

  /// A consent that was withdrawn while the worker pressed the finger leaves no template, but what is to be erased.
  void enrolled(long seq, Content.FingerEnrolled enrolled) throws SQLException {
    ReaderName reader = enrolled.reader();
    if (consent(enrolled.worker()).isEmpty()) {
      owe(enrolled.worker(), new Place(reader.value(), enrolled.place()));
      return;
    }
    PreparedStatement insert = session.statement(INSERT_FINGER);
    insert.setString(1, reader.value());
    insert.setInt(2, enrolled.place());
    insert.setString(3, enrolled.worker().value());
    insert.setInt(4, enrolled.version());
    insert.setString(5, new Credential.Finger(reader, enrolled.place(), enrolled.version()).id().canonical());
    insert.setLong(6, seq);
    insert.setBytes(7, enrolled.sealed().bytes());
    insert.executeUpdate();
  }

  void erased(Content.FingerErased erased) throws SQLException {
    delete(DELETE_OWED, new Place(erased.reader().value(), erased.place()));
  }

  /// Templates and consent.
  void removeAll(WorkerId worker) throws SQLException {
    removeFingers(worker);
    removeConsent(worker);
  }

  void removeFingers(WorkerId worker) throws SQLException {
    List<Place> places = new ArrayList<>();
    PreparedStatement query = session.statement(FINGERS_OF);
    query.setString(1, worker.value());
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        places.add(new Place(row.getString(1), row.getInt(2)));
      }
    }
    for (Place place : places) {
      delete(DELETE_FINGER, place);
      owe(worker, place);
    }
  }

  private void owe(WorkerId worker, Place place) throws SQLException {
    delete(DELETE_OWED, place);
    PreparedStatement insert = session.statement(INSERT_OWED);
    insert.setString(1, place.reader());
    insert.setInt(2, place.place());
    insert.setString(3, worker.value());
    insert.executeUpdate();
  }

  private void removeConsent(WorkerId worker) throws SQLException {
    PreparedStatement delete = session.statement(DELETE_CONSENT);
    delete.setString(1, worker.value());
    delete.executeUpdate();
  }

  private void delete(String sql, Place place) throws SQLException {
    PreparedStatement delete = session.statement(sql);
    delete.setString(1, place.reader());
    delete.setInt(2, place.place());
    delete.executeUpdate();
  }
}
