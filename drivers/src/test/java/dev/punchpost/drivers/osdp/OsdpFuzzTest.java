package dev.punchpost.drivers.osdp;

import static dev.punchpost.drivers.osdp.OsdpHarness.OWN;
import static dev.punchpost.drivers.osdp.OsdpHarness.open;
import static dev.punchpost.drivers.osdp.OsdpHarness.secure;
import static dev.punchpost.drivers.osdp.OsdpHarness.simulator;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.WiegandFormat;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever comes along the line, nothing hangs, throws or grows. 50,000 bytes each; 1,000,000 with
/// `-Dpunchpost.full=true`.
@Timeout(120)
class OsdpFuzzTest {
  private static final int BYTES = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;

  private static final List<OsdpSimulator.Fault> FAULTS = List.of(OsdpSimulator.Fault.values());

  @Test
  void theScannerTakesAnything() {
    Random random = new Random(1);
    OsdpScanner scanner = new OsdpScanner(true);
    byte[] good = OsdpFrame.of(1, true, 1, true, OsdpFrame.NO_SECURITY, new byte[]{Osdp.ACK}).encoded();
    int found = 0;
    for (int fed = 0; fed < BYTES;) {
      byte[] piece = new byte[1 + random.nextInt(40)];
      random.nextBytes(piece);
      if (random.nextInt(4) == 0) {
        // Something that begins well.
        System.arraycopy(good, 0, piece, 0, Math.min(piece.length, 1 + random.nextInt(good.length)));
      }
      scanner.feed(piece, piece.length);
      fed += piece.length;
      while (scanner.next().isPresent()) {
        found++;
      }
      if (random.nextInt(20) == 0) {
        while (scanner.giveUp().isPresent()) {
          found++;
        }
      }
    }
    assertTrue(found > 0);
    assertTrue(scanner.noise() + scanner.damaged() > 0);
  }

  @Test
  void aLineFullOfRubbishDelaysCardsAndInventsNone() {
    Random random = new Random(2);
    OsdpSimulator reader = simulator(5, OWN);
    OsdpHarness harness = new OsdpHarness(reader);
    OsdpHarness.Panel panel = harness.add(secure(5));
    int told = 0;
    for (int fed = 0; fed < BYTES;) {
      byte[] rubbish = new byte[random.nextInt(12)];
      random.nextBytes(rubbish);
      harness.wire.noise(rubbish);
      int before = reader.commands();
      if (random.nextInt(10) == 0) {
        reader.present(WiegandFormat.H10301.encode(3, 4), 26);
      }
      if (random.nextInt(5) == 0) {
        reader.meet(FAULTS.get(random.nextInt(FAULTS.size())));
      }
      harness.run(Duration.ofMillis(300));
      fed += rubbish.length * Math.max(1, reader.commands() - before);
      if (panel.failure != null) {
        told += panel.cards.size();
        panel = harness.add(secure(5));
      }
      panel.cards.forEach(c -> assertEquals("wiegand:26:3:4", c.id().canonical()));
    }
    assertTrue(told + panel.cards.size() > 0);
  }

  @Test
  void wellFormedRepliesWithAnyContentAreTaken() {
    Random random = new Random(3);
    int[] codes = {Osdp.ACK, Osdp.NAK, Osdp.PDID, Osdp.PDCAP, Osdp.LSTATR, Osdp.RSTATR, Osdp.RAW, Osdp.FMT,
      Osdp.KEYPAD, Osdp.CCRYPT, Osdp.RMAC_I, Osdp.BUSY, 0x79, 0x90};
    OsdpHarness harness = new OsdpHarness();
    RandomReader wire = new RandomReader(random, codes);
    OsdpLine line = new OsdpLine(wire, harness.micros::get, harness.options);
    OsdpPolling polling = new OsdpPolling(harness.micros::get);
    OsdpHarness.Panel panel = new OsdpHarness.Panel();
    while (wire.sent < BYTES) {
      if (polling.turn(line).map(d -> {
        harness.advance(d.isZero() ? Duration.ofMillis(1) : d);
        return false;
      }).orElse(true)) {
        panel = new OsdpHarness.Panel();
        polling.add(new ControlledPd(new dev.punchpost.hal.credential.ReaderName("x"), harness.options,
            random.nextBoolean() ? secure(5) : open(5), harness.output, panel, panel.events::add, harness.micros::get,
            random));
      }
    }
    assertTrue(wire.sent >= BYTES);
  }

  /// Answers every command with a reply in step and of random code and content.
  private static final class RandomReader implements dev.punchpost.hal.serial.SerialLink {
    private final Random random;
    private final int[] codes;
    private byte[] reply = {};
    private int sent;

    RandomReader(Random random, int[] codes) {
      this.random = random;
      this.codes = codes;
    }

    @Override
    public int read(byte[] buffer, Duration timeout) {
      int count = Math.min(reply.length, buffer.length);
      System.arraycopy(reply, 0, buffer, 0, count);
      reply = java.util.Arrays.copyOfRange(reply, count, reply.length);
      return count;
    }

    @Override
    public void write(byte[] bytes) {
      OsdpScanner scanner = new OsdpScanner(false);
      scanner.feed(bytes, bytes.length);
      OsdpFrame command = scanner.next().orElseThrow();
      int code = switch (command.code()) {
        // Half of the time what was asked for, so that the conversation gets somewhere.
        case Osdp.ID -> random.nextBoolean() ? Osdp.PDID : any();
        case Osdp.CAP -> random.nextBoolean() ? Osdp.PDCAP : any();
        case Osdp.LSTAT -> random.nextBoolean() ? Osdp.LSTATR : any();
        default -> any();
      };
      byte[] body = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 200 : 40)];
      random.nextBytes(body);
      body[0] = (byte) code;
      if (code == Osdp.LSTATR && body.length > 1) {
        body[1] = 0;
      }
      byte[] security = OsdpFrame.NO_SECURITY;
      if (random.nextInt(4) == 0) {
        security = new byte[2 + random.nextInt(3)];
        random.nextBytes(security);
        security[0] = (byte) security.length;
        security[1] = (byte) (0x10 + random.nextInt(10));
      }
      reply = OsdpFrame.of(5, true, command.sequence(), random.nextBoolean(), security, body).encoded();
      sent += reply.length;
    }

    private int any() {
      return codes[random.nextInt(codes.length)];
    }

    @Override
    public void discardInput() {
      reply = new byte[0];
    }

    @Override
    public void close() {
      reply = new byte[0];
    }
  }
}
