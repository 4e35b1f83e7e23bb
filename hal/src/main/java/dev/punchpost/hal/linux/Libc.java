package dev.punchpost.hal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The C library's functions that this project calls: the one place with native access of our own.
///
/// Linux with glibc on 64-bit x86-64 and aarch64 only; constants and layouts here are those of both. Thread-safe.
/// A call returns what the function returned, or `-errno` if it failed, and is repeated when a signal interrupts it.
public final class Libc {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int ENOTDIR = 20;

  static final int CLOCK_MONOTONIC = 1;
  static final int CLOCK_BOOTTIME = 7;

  static final int O_RDONLY = 0x0;
  static final int O_WRONLY = 0x1;
  static final int O_RDWR = 0x2;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  static final short POLLIN = 0x1;
  static final short POLLOUT = 0x4;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup lookup;
  private final MethodHandle clockGettime;
  private final Function adjtimex;
  private final Function posixOpenpt;
  private final Function grantpt;
  private final Function unlockpt;
  private final Function ptsnameR;
  private final Function open;
  private final Function close;
  private final Function read;
  private final Function write;
  private final Function pwrite;
  private final Function poll;
  private final Function ioctl;
  private final Function tcgetattr;
  private final Function tcsetattr;
  private final Function cfmakeraw;
  private final Function geteuid;
  private final Function setgroups;
  private final Function setresgid;
  private final Function setresuid;
  private final Function socket;
  private final Function sendto;

  /// Binds the functions through a lookup of the caller's choice.
  ///
  /// @param lookup where symbols are found; [#processSymbols()] is what the program uses
  /// @throws UnsatisfiedLinkError if a function is not there: this is not glibc
  public Libc(SymbolLookup lookup) {
    this.lookup = lookup;
    ValueLayout i = ValueLayout.JAVA_INT;
    ValueLayout l = ValueLayout.JAVA_LONG;
    ValueLayout p = ValueLayout.ADDRESS;
    // No errno and no state transition: this one is a plain read of the vDSO page, and lies on the path of every tap.
    clockGettime = linker.downcallHandle(symbol("clock_gettime"), FunctionDescriptor.of(ValueLayout.JAVA_INT, i, p),
        Linker.Option.critical(true));
    adjtimex = bind("adjtimex", i, p);
    posixOpenpt = bind("posix_openpt", i, i);
    grantpt = bind("grantpt", i, i);
    unlockpt = bind("unlockpt", i, i);
    ptsnameR = bind("ptsname_r", i, i, p, l);
    open = new Function(symbol("open"), FunctionDescriptor.of(i, p, i), Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(2));
    close = bind("close", i, i);
    read = bind("read", l, i, p, l);
    write = bind("write", l, i, p, l);
    pwrite = bind("pwrite", l, i, p, l, l);
    poll = bind("poll", i, p, l, i);
    ioctl = new Function(symbol("ioctl"), FunctionDescriptor.of(i, i, l, p),
        Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(2));
    tcgetattr = bind("tcgetattr", i, i, p);
    tcsetattr = bind("tcsetattr", i, i, i, p);
    cfmakeraw = new Function(symbol("cfmakeraw"), FunctionDescriptor.ofVoid(p));
    geteuid = bind("geteuid", i);
    setgroups = bind("setgroups", i, l, p);
    setresgid = bind("setresgid", i, i, i, i);
    setresuid = bind("setresuid", i, i, i, i);
    socket = bind("socket", i, i, i, i);
    sendto = bind("sendto", l, i, p, l, i, p, i);
  }

  /// The C library of this process, made on first use.
  public static Libc system() {
    return InThisProcess.LIBC;
  }

  /// What the dynamic linker finds in global order (`dlsym(RTLD_DEFAULT, …)`, dlsym(3)), so that a library in
  /// LD_PRELOAD takes precedence; the linker's own default lookup goes past it.
  public static SymbolLookup processSymbols() {
    Linker linker = Linker.nativeLinker();
    MethodHandle dlsym = linker.downcallHandle(linker.defaultLookup().findOrThrow("dlsym"),
        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    return name -> {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment found = (MemorySegment) dlsym.invokeExact(MemorySegment.NULL, arena.allocateFrom(name));
        return found.address() == 0 ? Optional.empty() : Optional.of(found);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    };
  }

  /// @param timespec receives seconds and nanoseconds; at least two elements
  int clockGettime(int clock, long[] timespec) {
    try {
      return (int) clockGettime.invokeExact(clock, MemorySegment.ofArray(timespec));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int adjtimex(MemorySegment timex) {
    return call(state -> (int) adjtimex.handle().invokeExact(state, timex));
  }

  int posixOpenpt(int flags) {
    return call(state -> (int) posixOpenpt.handle().invokeExact(state, flags));
  }

  int grantpt(int fd) {
    return call(state -> (int) grantpt.handle().invokeExact(state, fd));
  }

  int unlockpt(int fd) {
    return call(state -> (int) unlockpt.handle().invokeExact(state, fd));
  }

  /// Returns 0 or the errno itself, as ptsname_r(3) does.
  int ptsname(int fd, MemorySegment buffer) {
    return call(state -> (int) ptsnameR.handle().invokeExact(state, fd, buffer, buffer.byteSize()));
  }

  int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return call(state -> (int) open.handle().invokeExact(state, name, flags));
    }
  }

  /// Not repeated on EINTR: on Linux the descriptor is gone all the same (close(2)).
  int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) close.handle().invokeExact(arena.allocate(STATE), fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  int read(int fd, MemorySegment buffer) {
    return call(state -> Math.toIntExact((long) read.handle().invokeExact(state, fd, buffer, buffer.byteSize())));
  }

  int write(int fd, MemorySegment bytes) {
    return call(state -> Math.toIntExact((long) write.handle().invokeExact(state, fd, bytes, bytes.byteSize())));
  }

  /// Writes at a place of its own.
  int pwrite(int fd, MemorySegment bytes, long at) {
    return call(state -> Math.toIntExact((long) pwrite.handle().invokeExact(state, fd, bytes, bytes.byteSize(), at)));
  }

  /// Waits for one descriptor.
  ///
  /// @return the returned events, 0 after the time-out, or -errno
  int poll(int fd, short events, int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pollfd = arena.allocate(8, 4);
      pollfd.set(ValueLayout.JAVA_INT, 0, fd);
      pollfd.set(ValueLayout.JAVA_SHORT, 4, events);
      int ready = call(state -> (int) poll.handle().invokeExact(state, pollfd, 1L, millis));
      return ready <= 0 ? ready : pollfd.get(ValueLayout.JAVA_SHORT, 6);
    }
  }

  /// Asks a device driver for what no other call does.
  ///
  /// @param argument the structure of that request, or a number as the address of a segment of no length
  int ioctl(int fd, long request, MemorySegment argument) {
    return call(state -> (int) ioctl.handle().invokeExact(state, fd, request, argument));
  }

  /// Bytes pass unchanged and at once: no echo, no lines, no signals (cfmakeraw(3)).
  int makeRaw(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      // struct termios is 60 bytes in glibc; twice that cannot be overrun.
      MemorySegment termios = arena.allocate(128, 8);
      int got = call(state -> (int) tcgetattr.handle().invokeExact(state, fd, termios));
      if (got < 0) {
        return got;
      }
      try {
        cfmakeraw.handle().invokeExact(termios);
      } catch (Throwable e) {
        throw unexpected(e);
      }
      return call(state -> (int) tcsetattr.handle().invokeExact(state, fd, 0, termios));
    }
  }

  int geteuid() {
    return call(state -> (int) geteuid.handle().invokeExact(state));
  }

  int setgroups(int... gids) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocateFrom(ValueLayout.JAVA_INT, gids);
      return call(state -> (int) setgroups.handle().invokeExact(state, (long) gids.length, list));
    }
  }

  int setresgid(int gid) {
    return call(state -> (int) setresgid.handle().invokeExact(state, gid, gid, gid));
  }

  int setresuid(int uid) {
    return call(state -> (int) setresuid.handle().invokeExact(state, uid, uid, uid));
  }

  int socket(int domain, int type, int protocol) {
    return call(state -> (int) socket.handle().invokeExact(state, domain, type, protocol));
  }

  int sendto(int fd, MemorySegment bytes, int flags, MemorySegment address) {
    return call(
        state -> Math.toIntExact((long) sendto.handle().invokeExact(state, fd, bytes, bytes.byteSize(), flags, address,
            (int) address.byteSize())));
  }

  @FunctionalInterface
  private interface Call {
    int with(MemorySegment state) throws Throwable;
  }

  private static int call(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        int result = call.with(state);
        if (result != -1) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != EINTR) {
          return -errno;
        }
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private Function bind(String name, MemoryLayout result, MemoryLayout... arguments) {
    return new Function(symbol(name), FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /// A function whose call is prepared when it is first made: that takes milliseconds, and a start needs few of them.
  private final class Function {
    private final MemorySegment address;
    private final FunctionDescriptor signature;
    private final Linker.Option[] options;
    private volatile @Nullable MethodHandle handle;

    Function(MemorySegment address, FunctionDescriptor signature, Linker.Option... options) {
      this.address = address;
      this.signature = signature;
      this.options = options;
    }

    MethodHandle handle() {
      MethodHandle known = handle;
      if (known == null) {
        // Twice, if two threads come at once: both are good.
        known = linker.downcallHandle(address, signature, options);
        handle = known;
      }
      return known;
    }
  }

  private MemorySegment symbol(String name) {
    return lookup.find(name)
        .orElseThrow(() -> new UnsatisfiedLinkError("C library function " + name + " not found; glibc is needed"));
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException("native call failed", e);
  }

  private static final class InThisProcess {
    static final Libc LIBC = new Libc(processSymbols());
  }
}
