package dev.punchpost.drivers.fingervault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Whose template it is, and where it belongs: sealed together with it, so that nobody can give one worker's finger to
/// another.
///
/// @param workerId as the roster has it, 1 .. 200 characters
/// @param place in the module's library, 0 .. 65535
/// @param version of this worker's template, from 1: a newer enrolment has a higher one
public record TemplateLabel(String workerId, int place, int version) {
  public TemplateLabel {
    if (workerId.isEmpty() || workerId.length() > 200) {
      throw new IllegalArgumentException("worker of a template: expected 1 to 200 characters");
    }
    if (place < 0 || place > 0xFFFF || version < 1) {
      throw new IllegalArgumentException("template at place " + place + ", version " + version);
    }
  }

  /// Without ambiguity: the length of the worker's id comes first.
  byte[] bytes() {
    byte[] worker = workerId.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + worker.length + 8).putInt(worker.length).put(worker).putInt(place).putInt(version)
        .array();
  }
}
