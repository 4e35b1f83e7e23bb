package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Tells the service manager how this service is: the datagrams of sd_notify(3) to the socket in `NOTIFY_SOCKET`.
///
/// A datagram socket of the Unix family is what Java itself does not have. Any thread; a call may wait for the service
/// manager to read, so it has no place on the way of a tap.
public final class ServiceManager {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int MSG_NOSIGNAL = 0x4000;

  /// `sun_path` of unix(7).
  private static final int LONGEST_PATH = 108;

  private final Libc libc;
  private final byte[] address;

  private ServiceManager(Libc libc, byte[] address) {
    this.libc = libc;
    this.address = address;
  }

  /// @param environment of the process
  /// @return empty if nobody waits to be told, or only in a way that systemd does not use for services (vsock)
  public static Optional<ServiceManager> of(Map<String, String> environment) {
    return of(Libc.system(), environment);
  }

  static Optional<ServiceManager> of(Libc libc, Map<String, String> environment) {
    String name = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (!name.startsWith("/") && !name.startsWith("@")) {
      return Optional.empty();
    }
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    if (path.length >= LONGEST_PATH) {
      return Optional.empty();
    }
    // A name with @ lies in the abstract name space: a zero byte in front, and none behind.
    boolean named = path[0] == '/';
    byte[] address = new byte[2 + path.length + (named ? 1 : 0)];
    System.arraycopy(path, 0, address, 2, path.length);
    if (!named) {
      address[2] = 0;
    }
    return Optional.of(new ServiceManager(libc, address));
  }

  /// Sends one message.
  ///
  /// @param assignments lines such as `READY=1` and `STATUS=…`
  /// @throws HalException IO if it could not be sent
  public void tell(String... assignments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(address.length, 8);
      MemorySegment.copy(address, 0, to, ValueLayout.JAVA_BYTE, 0, address.length);
      to.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      byte[] text = String.join("\n", assignments).getBytes(StandardCharsets.UTF_8);
      int fd = libc.socket(AF_UNIX, SOCK_DGRAM | Libc.O_CLOEXEC, 0);
      if (fd < 0) {
        throw failed(-fd);
      }
      try {
        int sent = libc.sendto(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, text), MSG_NOSIGNAL, to);
        if (sent < 0) {
          throw failed(-sent);
        }
      } finally {
        libc.close(fd);
      }
    }
  }

  private static HalException failed(int errno) {
    return new HalException(HalException.Kind.IO, "the service manager could not be told: error " + errno);
  }
}
