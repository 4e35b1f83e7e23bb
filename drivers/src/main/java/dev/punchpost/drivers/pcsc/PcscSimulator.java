package dev.punchpost.drivers.pcsc;

import dev.punchpost.drivers.contactless.CardChannel;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.smartcard.CardSlot;
import dev.punchpost.hal.smartcard.SmartCard;
import dev.punchpost.hal.time.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A PC/SC slot without reader and pcscd, with their faults. Its surroundings may be changed from any thread.
public final class PcscSimulator implements CardSlot {
  private record Card(byte[] atr, byte[] uid, @Nullable CardChannel application) {}

  private final Pause pause;
  private @Nullable Card card;
  private int turn;
  private int toldTurn = -1;
  private @Nullable Kind fault;
  private int mute;
  private int torn;
  private int connections;
  private boolean closed;

  /// @param pause how a wait for a card passes
  public PcscSimulator(Pause pause) {
    this.pause = pause;
  }

  /// Puts a card into the slot, in place of the one that is there.
  ///
  /// @param uid what the reader answers to the pseudo-APDU; empty for a card without (status 6A81)
  public synchronized void present(byte[] atr, byte[] uid) {
    card = new Card(atr.clone(), uid.clone(), null);
    turn++;
  }

  /// Likewise, with somebody who answers its own commands.
  public synchronized void present(byte[] atr, byte[] uid, CardChannel application) {
    card = new Card(atr.clone(), uid.clone(), application);
    turn++;
  }

  public synchronized void remove() {
    card = null;
    turn++;
  }

  /// The reader is unplugged (NO_DEVICE), or pcscd has gone (IO): everything fails from now on.
  public synchronized void fail(Kind kind) {
    fault = kind;
  }

  /// The card does not answer to its reset so many times.
  public synchronized void mute(int times) {
    mute = times;
  }

  /// The card is lost at the next commands, so many times.
  public synchronized void tear(int times) {
    torn = times;
  }

  /// Conversations that are open.
  public synchronized int connections() {
    return connections;
  }

  @Override
  public String name() {
    return "simulated slot";
  }

  @Override
  public Optional<Occupancy> change(Duration timeout) {
    Optional<Occupancy> change = changed();
    if (change.isEmpty()) {
      try {
        pause.pause(timeout);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      change = changed();
    }
    return change;
  }

  private synchronized Optional<Occupancy> changed() {
    check();
    if (turn == toldTurn) {
      return Optional.empty();
    }
    toldTurn = turn;
    return Optional.of(new Occupancy(card != null, turn));
  }

  @Override
  public synchronized Optional<SmartCard> connect() {
    check();
    Card here = card;
    if (here == null || mute > 0) {
      mute = Math.max(0, mute - 1);
      return Optional.empty();
    }
    connections++;
    return Optional.of(new Conversation(here));
  }

  private synchronized Optional<byte[]> answer(Card here, byte[] apdu) {
    check();
    if (card != here || torn > 0) {
      torn = Math.max(0, torn - 1);
      return Optional.empty();
    }
    if (Arrays.equals(apdu, CardAnswer.GET_UID)) {
      if (here.uid().length == 0) {
        return Optional.of(new byte[]{0x6A, (byte) 0x81});
      }
      byte[] answer = Arrays.copyOf(here.uid(), here.uid().length + 2);
      answer[answer.length - 2] = (byte) 0x90;
      return Optional.of(answer);
    }
    CardChannel application = here.application();
    return application == null ? Optional.of(new byte[]{0x6D, 0x00}) : application.exchange(apdu);
  }

  private void check() {
    if (closed) {
      throw new HalException(Kind.IO, name() + " is closed");
    }
    Kind kind = fault;
    if (kind != null) {
      throw new HalException(kind, name() + " has gone");
    }
  }

  private synchronized void disconnected() {
    connections--;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private final class Conversation implements SmartCard {
    private final Card here;
    private boolean over;

    Conversation(Card here) {
      this.here = here;
    }

    @Override
    public byte[] atr() {
      return here.atr().clone();
    }

    @Override
    public Optional<byte[]> transmit(byte[] apdu) {
      return answer(here, apdu);
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        disconnected();
      }
    }
  }
}
