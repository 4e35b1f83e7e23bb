package dev.punchpost.consumer;

/// A terminal, as its topics name it.
record TerminalName(String site, String terminal) {
  /// Every topic of the terminal starts with this.
  String topics() {
    return "punchpost/v1/" + site + "/" + terminal + "/";
  }

  @Override
  public String toString() {
    return site + "/" + terminal;
  }
}
