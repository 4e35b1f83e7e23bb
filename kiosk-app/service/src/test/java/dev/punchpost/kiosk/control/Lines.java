package dev.punchpost.kiosk.control;

import java.util.ArrayList;
import java.util.List;

/// Keeps what a command writes.
final class Lines implements Output {
  final List<String> out = new ArrayList<>();
  final List<String> err = new ArrayList<>();

  @Override
  public void out(String line) {
    out.add(line);
  }

  @Override
  public void err(String line) {
    err.add(line);
  }
}
