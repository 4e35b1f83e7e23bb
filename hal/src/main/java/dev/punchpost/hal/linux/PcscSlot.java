package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.smartcard.CardSlot;
import dev.punchpost.hal.smartcard.SmartCard;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A slot of a reader that pcscd serves. Each opening makes a context of its own, so that a new one works after pcscd
/// was restarted.
public final class PcscSlot implements CardSlot {
  // SCARD_READERSTATE on 64 bits: two pointers, three DWORDs, 33 bytes of ATR.
  private static final int STATE_BYTES = 80;
  private static final int STATE_NAME = 0;
  private static final int STATE_CURRENT = 16;
  private static final int STATE_EVENT = 24;
  private static final int STATE_ATR_LENGTH = 32;
  private static final int STATE_ATR = 40;
  private static final int LONGEST_ATR = 33;

  private static final long CHANGED = 0x2;
  private static final long UNKNOWN = 0x4;
  private static final long UNAVAILABLE = 0x8;
  private static final long PRESENT = 0x20;
  private static final long MUTE = 0x200;
  private static final int COUNTER_SHIFT = 16;

  private static final int LONGEST_ANSWER = 1024;
  private static final int TRIES_TO_CLOSE = 40;

  private final PcscLibrary library;
  private final Arena arena = Arena.ofShared();
  private final long context;
  private final String name;
  private final MemorySegment state;
  private final MemorySegment nativeName;
  /// Held during each native call, so that the context is not released under one.
  private final ReentrantLock calling = new ReentrantLock();
  private boolean told;
  private boolean card;
  private int turn;
  private volatile boolean closed;

  private PcscSlot(PcscLibrary library, long context, String name) {
    this.library = library;
    this.context = context;
    this.name = name;
    nativeName = arena.allocateFrom(name, StandardCharsets.UTF_8);
    state = arena.allocate(STATE_BYTES, 8);
    state.set(ValueLayout.ADDRESS, STATE_NAME, nativeName);
  }

  /// Opens the slot whose name contains a text, in whatever case; the only slot there is if the text is empty. Which
  /// names there are is known to pcscd: `pcsc_scan`.
  ///
  /// @throws HalException NO_DEVICE if there is none, or no library; BUSY if several fit; IO if pcscd does not run;
  ///   PERMISSION if it does not let us in (polkit)
  public static PcscSlot open(String wanted) {
    PcscLibrary library = PcscLibrary.load();
    long context = context(library);
    try {
      return new PcscSlot(library, context, choose(names(library, context), wanted));
    } catch (HalException e) {
      library.release(context);
      throw e;
    }
  }

  /// The names of all slots.
  ///
  /// @throws HalException IO, PERMISSION or NO_DEVICE as for [#open]
  public static List<String> names() {
    PcscLibrary library = PcscLibrary.load();
    long context = context(library);
    try {
      return names(library, context);
    } finally {
      library.release(context);
    }
  }

  private static long context(PcscLibrary library) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
      check(library.establish(handle), "pcscd");
      return handle.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  static String choose(List<String> names, String wanted) {
    List<String> fitting = names.stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT))).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    String which = wanted.isEmpty() ? "card reader" : "card reader named '" + wanted + "'";
    if (fitting.isEmpty()) {
      throw new HalException(Kind.NO_DEVICE,
          "there is no " + which + (names.isEmpty() ? " (unplugged?)" : "; there are " + names));
    }
    throw new HalException(Kind.BUSY, "more than one " + which + ": " + fitting + "; give more of the name");
  }

  private static List<String> names(PcscLibrary library, long context) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
      int result = library.listReaders(context, MemorySegment.NULL, length);
      if (result == PcscLibrary.NO_READERS) {
        return List.of();
      }
      check(result, "the list of card readers");
      MemorySegment text = arena.allocate(length.get(ValueLayout.JAVA_LONG, 0) + 2);
      length.set(ValueLayout.JAVA_LONG, 0, text.byteSize());
      result = library.listReaders(context, text, length);
      if (result == PcscLibrary.NO_READERS) {
        return List.of();
      }
      check(result, "the list of card readers");
      // Names one after another, each ended by a zero, an empty one at the end.
      List<String> names = new ArrayList<>();
      long at = 0;
      while (at < text.byteSize()) {
        String name = text.getString(at, StandardCharsets.UTF_8);
        if (name.isEmpty()) {
          break;
        }
        names.add(name);
        at += name.getBytes(StandardCharsets.UTF_8).length + 1;
      }
      return names;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Occupancy> change(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      long millis = told ? Math.max(0, Math.ceilDiv(end - System.nanoTime(), 1_000_000)) : 0;
      Optional<Occupancy> change = look(millis);
      if (change.isPresent()) {
        return change;
      }
      // Others that open or close the card wake us as well.
      if (end - System.nanoTime() <= 0) {
        return Optional.empty();
      }
    }
  }

  private Optional<Occupancy> look(long millis) {
    calling.lock();
    try {
      requireOpen();
      int result = library.getStatusChange(context, millis, state, 1);
      if (result == PcscLibrary.TIMEOUT) {
        return Optional.empty();
      }
      requireOpen();
      check(result, "card reader " + name);
      long event = state.get(ValueLayout.JAVA_LONG, STATE_EVENT);
      if ((event & (UNKNOWN | UNAVAILABLE)) != 0) {
        throw new HalException(Kind.NO_DEVICE, "card reader " + name + " is not there (unplugged)");
      }
      state.set(ValueLayout.JAVA_LONG, STATE_CURRENT, event & ~CHANGED);
      boolean there = (event & PRESENT) != 0 && (event & MUTE) == 0;
      int count = (int) (event >> COUNTER_SHIFT & 0xFFFF);
      if (told && there == card && count == turn) {
        return Optional.empty();
      }
      told = true;
      card = there;
      turn = count;
      return Optional.of(new Occupancy(there, count));
    } finally {
      calling.unlock();
    }
  }

  @Override
  public Optional<SmartCard> connect() {
    calling.lock();
    try (Arena call = Arena.ofConfined()) {
      requireOpen();
      MemorySegment handle = call.allocate(ValueLayout.JAVA_LONG);
      MemorySegment protocol = call.allocate(ValueLayout.JAVA_LONG);
      int result = library.connect(context, nativeName, handle, protocol);
      if (gone(result)) {
        return Optional.empty();
      }
      check(result, "card reader " + name);
      byte[] atr = state.asSlice(STATE_ATR, Math.clamp(state.get(ValueLayout.JAVA_LONG, STATE_ATR_LENGTH), 0,
          LONGEST_ATR)).toArray(ValueLayout.JAVA_BYTE);
      return Optional.of(
          new Connected(handle.get(ValueLayout.JAVA_LONG, 0), protocol.get(ValueLayout.JAVA_LONG, 0), atr));
    } finally {
      calling.unlock();
    }
  }

  private final class Connected implements SmartCard {
    private final long handle;
    private final long protocol;
    private final byte[] atr;
    private boolean over;

    Connected(long handle, long protocol, byte[] atr) {
      this.handle = handle;
      this.protocol = protocol;
      this.atr = atr;
    }

    @Override
    public byte[] atr() {
      return atr.clone();
    }

    @Override
    public Optional<byte[]> transmit(byte[] apdu) {
      calling.lock();
      try (Arena call = Arena.ofConfined()) {
        requireOpen();
        // SCARD_IO_REQUEST: the protocol and the structure's own length.
        MemorySegment pci = call.allocate(16, 8);
        pci.set(ValueLayout.JAVA_LONG, 0, protocol);
        pci.set(ValueLayout.JAVA_LONG, 8, 16);
        MemorySegment answer = call.allocate(LONGEST_ANSWER);
        MemorySegment length = call.allocateFrom(ValueLayout.JAVA_LONG, LONGEST_ANSWER);
        int result = library.transmit(handle, pci, call.allocateFrom(ValueLayout.JAVA_BYTE, apdu), answer, length);
        if (gone(result)) {
          return Optional.empty();
        }
        check(result, "card reader " + name);
        return Optional.of(answer.asSlice(0, Math.clamp(length.get(ValueLayout.JAVA_LONG, 0), 0, LONGEST_ANSWER))
            .toArray(ValueLayout.JAVA_BYTE));
      } finally {
        calling.unlock();
      }
    }

    @Override
    public void close() {
      calling.lock();
      try {
        if (!over && !closed) {
          over = true;
          library.disconnect(handle);
        }
      } finally {
        calling.unlock();
      }
    }
  }

  /// Whether it is the card that failed and not the reader.
  private static boolean gone(int result) {
    return switch (result) {
      case PcscLibrary.NO_SMARTCARD, PcscLibrary.REMOVED_CARD, PcscLibrary.RESET_CARD, PcscLibrary.UNRESPONSIVE_CARD,
          PcscLibrary.UNPOWERED_CARD, PcscLibrary.UNSUPPORTED_CARD, PcscLibrary.NOT_TRANSACTED,
          PcscLibrary.PROTO_MISMATCH ->
        true;
      default -> false;
    };
  }

  private void requireOpen() {
    if (closed) {
      throw new HalException(Kind.IO, "card reader " + name + " is closed");
    }
  }

  private static void check(int result, String what) {
    switch (result) {
      case PcscLibrary.SUCCESS -> {
        // as it should be
      }
      case PcscLibrary.NO_SERVICE, PcscLibrary.SERVICE_STOPPED, PcscLibrary.COMM_ERROR, PcscLibrary.INVALID_HANDLE ->
        throw new HalException(Kind.IO, what + ": pcscd does not run, or was restarted: systemctl status pcscd.socket");
      case PcscLibrary.UNKNOWN_READER, PcscLibrary.READER_UNAVAILABLE ->
        throw new HalException(Kind.NO_DEVICE, what + " is not there (unplugged)");
      case PcscLibrary.SHARING_VIOLATION ->
        throw new HalException(Kind.BUSY, what + ": another program has the card for itself");
      case PcscLibrary.SECURITY_VIOLATION -> throw new HalException(Kind.PERMISSION,
          what + ": pcscd does not admit this user (polkit action org.debian.pcsc-lite.access_pcsc)");
      case PcscLibrary.CANCELLED -> throw new HalException(Kind.IO, what + " is closed");
      default -> throw new HalException(Kind.IO, String.format(Locale.ROOT, "%s: PC/SC error %08X", what, result));
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (int i = 0; i < TRIES_TO_CLOSE; i++) {
        // A wait that began after a cancellation is not ended by it: cancel until the owner has come out.
        if (!calling.isHeldByCurrentThread() && calling.isLocked()) {
          library.cancel(context);
        }
        if (calling.tryLock(50, TimeUnit.MILLISECONDS)) {
          try {
            if (arena.scope().isAlive()) {
              library.release(context);
              arena.close();
            }
          } finally {
            calling.unlock();
          }
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
