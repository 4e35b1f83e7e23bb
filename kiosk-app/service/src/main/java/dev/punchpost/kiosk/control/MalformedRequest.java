package dev.punchpost.kiosk.control;

/// What came through the socket is no request. The words go back to the client and never repeat what it sent.
final class MalformedRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final String words;

  MalformedRequest(String words) {
    super(words);
    this.words = words;
  }

  String words() {
    return words;
  }
}
