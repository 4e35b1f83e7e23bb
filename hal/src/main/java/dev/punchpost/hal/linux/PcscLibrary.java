package dev.punchpost.hal.linux;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// libpcsclite's functions (winscard.h, pcsclite.h) as far as they are used. 64-bit Linux, where LONG and DWORD have 8
/// bytes. Thread-safe, as far as the library is: a context is used by one thread, except for [#cancel].
///
/// Not through `javax.smartcardio`: docs/adr/0007 says why.
final class PcscLibrary {
  static final int SUCCESS = 0;
  static final int CANCELLED = 0x80100002;
  static final int INVALID_HANDLE = 0x80100003;
  static final int UNKNOWN_READER = 0x80100009;
  static final int TIMEOUT = 0x8010000A;
  static final int SHARING_VIOLATION = 0x8010000B;
  static final int NO_SMARTCARD = 0x8010000C;
  static final int PROTO_MISMATCH = 0x8010000F;
  static final int COMM_ERROR = 0x80100013;
  static final int NOT_TRANSACTED = 0x80100016;
  static final int READER_UNAVAILABLE = 0x80100017;
  static final int NO_SERVICE = 0x8010001D;
  static final int SERVICE_STOPPED = 0x8010001E;
  static final int NO_READERS = 0x8010002E;
  static final int UNSUPPORTED_CARD = 0x80100065;
  static final int UNRESPONSIVE_CARD = 0x80100066;
  static final int UNPOWERED_CARD = 0x80100067;
  static final int RESET_CARD = 0x80100068;
  static final int REMOVED_CARD = 0x80100069;
  static final int SECURITY_VIOLATION = 0x8010006A;

  private static final String NAME = "libpcsclite.so.1";
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final MethodHandle establishContext;
  private final MethodHandle releaseContext;
  private final MethodHandle listReaders;
  private final MethodHandle getStatusChange;
  private final MethodHandle connect;
  private final MethodHandle disconnect;
  private final MethodHandle transmit;
  private final MethodHandle cancel;

  private PcscLibrary(SymbolLookup lookup) {
    var pointer = ValueLayout.ADDRESS;
    establishContext = bind(lookup, "SCardEstablishContext", LONG, pointer, pointer, pointer);
    releaseContext = bind(lookup, "SCardReleaseContext", LONG);
    listReaders = bind(lookup, "SCardListReaders", LONG, pointer, pointer, pointer);
    getStatusChange = bind(lookup, "SCardGetStatusChange", LONG, LONG, pointer, LONG);
    connect = bind(lookup, "SCardConnect", LONG, pointer, LONG, LONG, pointer, pointer);
    disconnect = bind(lookup, "SCardDisconnect", LONG, LONG);
    transmit = bind(lookup, "SCardTransmit", LONG, pointer, pointer, LONG, pointer, pointer, pointer);
    cancel = bind(lookup, "SCardCancel", LONG);
  }

  private static MethodHandle bind(SymbolLookup lookup, String name, java.lang.foreign.MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(
        lookup.find(name).orElseThrow(() -> new HalException(Kind.IO, NAME + " has no function " + name)),
        FunctionDescriptor.of(LONG, arguments));
  }

  /// Loads the library; the process keeps it.
  ///
  /// @throws HalException NO_DEVICE if it is not installed
  static PcscLibrary load() {
    if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      throw new HalException(Kind.NO_DEVICE, "PC/SC readers need a 64-bit system");
    }
    try {
      return new PcscLibrary(SymbolLookup.libraryLookup(NAME, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new HalException(Kind.NO_DEVICE, NAME + " is not there: apt-get install pcscd libpcsclite1", e);
    }
  }

  /// @param context gets the handle, 8 bytes
  int establish(MemorySegment context) {
    int scopeSystem = 2;
    return call(establishContext, (long) scopeSystem, MemorySegment.NULL, MemorySegment.NULL, context);
  }

  int release(long context) {
    return call(releaseContext, context);
  }

  int listReaders(long context, MemorySegment names, MemorySegment length) {
    return call(listReaders, context, MemorySegment.NULL, names, length);
  }

  /// @param millis 0 .. 2^31 - 1
  int getStatusChange(long context, long millis, MemorySegment states, long count) {
    return call(getStatusChange, context, millis, states, count);
  }

  /// Shared with others, T=0 or T=1.
  int connect(long context, MemorySegment name, MemorySegment card, MemorySegment protocol) {
    return call(connect, context, name, 2L, 3L, card, protocol);
  }

  /// Leaves the card powered.
  int disconnect(long card) {
    return call(disconnect, card, 0L);
  }

  int transmit(long card, MemorySegment pci, MemorySegment apdu, MemorySegment answer, MemorySegment length) {
    return call(transmit, card, pci, apdu, apdu.byteSize(), MemorySegment.NULL, answer, length);
  }

  /// Ends a wait for a change. From any thread.
  int cancel(long context) {
    return call(cancel, context);
  }

  /// Error numbers have 32 bits, whatever LONG has.
  private static int call(MethodHandle function, Object... arguments) {
    try {
      return (int) (long) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of " + NAME + " failed", e);
    }
  }
}
