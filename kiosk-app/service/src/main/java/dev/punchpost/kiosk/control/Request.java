package dev.punchpost.kiosk.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/// A command that works on a running service, through its socket, and on a stopped one, on the store itself.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({@JsonSubTypes.Type(value = Request.Status.class, name = "status"),
  @JsonSubTypes.Type(value = Request.RosterImport.class, name = "roster-import"),
  @JsonSubTypes.Type(value = Request.RosterList.class, name = "roster-list"),
  @JsonSubTypes.Type(value = Request.RosterExport.class, name = "roster-export"),
  @JsonSubTypes.Type(value = Request.Punches.class, name = "punches")})
public sealed interface Request {
  record Status(boolean json) implements Request {}

  /// @param file name, for messages
  /// @param csv its text
  record RosterImport(String file, String csv, boolean merge) implements Request {}

  record RosterList() implements Request {}

  record RosterExport() implements Request {}

  /// @param from RFC 3339 time or ISO date in the terminal's zone
  /// @param to likewise, exclusive
  /// @param format `table`, `csv` or `json`
  record Punches(Optional<String> from, Optional<String> to, String format) implements Request {}
}
