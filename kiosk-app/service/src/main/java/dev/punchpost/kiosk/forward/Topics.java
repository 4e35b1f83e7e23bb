package dev.punchpost.kiosk.forward;

import dev.punchpost.kiosk.ledger.StoredEntry;

/// The topics of one terminal.
///
/// @param punch for punches
/// @param event for all other ledger entries
/// @param ack what consumers' acknowledgements begin with
record Topics(String punch, String event, String ack) {
  static Topics of(String site, String terminal) {
    String root = "punchpost/v1/" + site + "/" + terminal + "/";
    return new Topics(root + "punch", root + "event", root + "ack/");
  }

  String of(StoredEntry entry) {
    return entry.isPunch() ? punch : event;
  }
}
