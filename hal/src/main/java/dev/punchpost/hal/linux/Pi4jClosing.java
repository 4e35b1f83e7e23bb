package dev.punchpost.hal.linux;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closing that never throws: the device is given up anyway, and the reason it is closed must not be hidden.
final class Pi4jClosing {
  private static final Logger LOG = LoggerFactory.getLogger(Pi4jClosing.class);

  private Pi4jClosing() {}

  static void quietly(String name, AutoCloseable closing) {
    try {
      closing.close();
    } catch (Exception | LinkageError e) {
      LOG.warn("{} did not close cleanly: {}", name, e.toString());
    }
  }
}
