package dev.punchpost.drivers.framebuffer;

/// @param degrees by which the screen was turned clockwise when it was hung up: 0, 90, 180 or 270
public record FramebufferOptions(int degrees) {
  public FramebufferOptions {
    if (degrees != 0 && degrees != 90 && degrees != 180 && degrees != 270) {
      throw new IllegalArgumentException("screen turned by " + degrees + ", expected 0, 90, 180 or 270");
    }
  }

  /// As it comes out of its box.
  public static FramebufferOptions defaults() {
    return new FramebufferOptions(0);
  }

  boolean sideways() {
    return degrees % 180 != 0;
  }
}
