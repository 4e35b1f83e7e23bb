package dev.punchpost.kiosk.roster;

/// Something wrong in a roster file.
///
/// @param file as it was named
/// @param line line the row begins on, from 1
/// @param column its name in the header, or `row` or `file`
/// @param problem what is wrong and what is expected; never a card number or a name
public record RosterMistake(String file, long line, String column, String problem) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + column + ": " + problem;
  }
}
