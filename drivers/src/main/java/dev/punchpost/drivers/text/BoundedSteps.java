package dev.punchpost.drivers.text;

/// Text that can be looked at only so often: a regular expression from the configuration may backtrack for hours
/// over a line of a few dozen characters, and `java.util.regex` has no limit of its own.
final class BoundedSteps implements CharSequence {
  private static final int STEPS = 1_000_000;

  /// The limit was reached.
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("too many steps", null, false, false);
    }
  }

  private final String text;
  private int left = STEPS;

  BoundedSteps(String text) {
    this.text = text;
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
