package dev.punchpost.drivers.osdp;

import dev.punchpost.hal.serial.SerialPort;
import dev.punchpost.hal.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Finds out which readers a line has, when the installer's paper is lost: asks for an identity at every speed.
///
/// For a technician's command: while it runs, nobody else may use the line. A reader that is asked so drops its secure
/// channel and is secured anew by whoever uses it next. All 127 addresses at one speed take about half a minute.
public final class OsdpDiscovery {
  /// The speeds of the standard (clause 5.3) and those that readers have besides, most usual first.
  public static final List<Integer> SPEEDS = List.of(9600, 115_200, 38_400, 19_200, 57_600, 230_400);

  /// Every address of a reader.
  public static final List<Integer> ADDRESSES = IntStream.rangeClosed(0, 126).boxed().toList();

  /// A reader that answered.
  ///
  /// @param baud speed of the line
  /// @param address 0 .. 126
  public record Found(int baud, int address, PdIdentity identity) {}

  private static final Duration REPLY = Duration.ofMillis(200);

  private OsdpDiscovery() {}

  /// Tries the speeds in turn, until readers are found at one of them.
  ///
  /// @param ports gives the port at a speed; opened and closed once for each
  /// @param speeds 9600 .. 230400
  /// @param addresses 0 .. 126; asked if the question to everybody gets no single clear answer
  /// @throws dev.punchpost.hal.HalException if the port cannot be opened or breaks
  public static List<Found> search(IntFunction<SerialPort> ports, Ticker ticker, List<Integer> speeds,
      List<Integer> addresses) {
    for (int baud : speeds) {
      try (OsdpLine line = new OsdpLine(ports.apply(baud).open(), ticker, OsdpOptions.defaults().withBaud(baud))) {
        List<Found> found = searchAt(line, baud, addresses);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return List.of();
  }

  private static List<Found> searchAt(OsdpLine line, int baud, List<Integer> addresses) {
    // A single reader answers the question to everybody, with its own address; several talk at once and are not
    // understood, and some readers do not listen to it at all.
    long before = line.damaged() + line.noise();
    List<OsdpFrame> heard = new ArrayList<>();
    // All that comes in the time for a reply: a second voice behind the first would be another reader.
    line.exchange(question(Osdp.BROADCAST), REPLY, f -> {
      heard.add(f);
      return false;
    });
    if (heard.size() == 1 && line.damaged() + line.noise() == before) {
      Optional<Found> single = ask(line, baud, heard.getFirst().address());
      if (single.isPresent()) {
        return List.of(single.get());
      }
    }
    List<Found> found = new ArrayList<>();
    for (int address : addresses) {
      ask(line, baud, address).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  private static Optional<Found> ask(OsdpLine line, int baud, int address) {
    if (address == Osdp.BROADCAST) {
      return Optional.empty();
    }
    return line.exchange(question(address), REPLY, f -> f.code() == Osdp.PDID && f.address() == address)
        .flatMap(f -> PdIdentity.decode(f.data()).map(identity -> new Found(baud, address, identity)));
  }

  private static OsdpFrame question(int address) {
    return OsdpFrame.of(address, false, 0, true, OsdpFrame.NO_SECURITY, new byte[]{Osdp.ID, 0});
  }
}
