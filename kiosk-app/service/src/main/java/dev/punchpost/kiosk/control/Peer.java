package dev.punchpost.kiosk.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;

/// Who is at the other end of the control socket, as the kernel tells it (SO_PEERCRED, unix(7)).
///
/// @param user name of the user, or the number of one without a name
record Peer(String user) {
  /// @throws IOException if the kernel does not tell
  static Peer of(SocketChannel channel) throws IOException {
    return new Peer(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
  }

  /// Whether it is root or the user that this process runs as.
  boolean administers() throws IOException {
    return user.equals("root") || user.equals(Files.getOwner(Path.of("/proc/self")).getName());
  }
}
