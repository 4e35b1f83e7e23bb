package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.StoredEntry;

/// The topics of one terminal.
///
/// @param punch for punches
/// @param event for all other ledger entries
record Topics(String punch, String event) {
  static Topics of(String site, String terminal) {
    String root = "punchpost/v1/" + site + "/" + terminal + "/";
    return new Topics(root + "punch", root + "event");
  }

  String of(StoredEntry entry) {
    return entry.isPunch() ? punch : event;
  }
}
