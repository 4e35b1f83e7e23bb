package dev.punchpost.hal.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.panel.PixelFormat;
import dev.punchpost.hal.panel.PixelFormat.Channel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files stand for screen and console, and a function of ours for ioctl(2); open, pwrite, write and close are the real
/// ones.
class LinuxFramebufferTest {
  @TempDir
  Path folder = Path.of("");

  private final Arena arena = Arena.ofShared();
  private final List<String> requests = new ArrayList<>();
  private Path screen = Path.of("");
  private Path console = Path.of("");
  private int bitsPerPixel = 16;
  private int greyscale;
  private boolean consoleAllows = true;

  @BeforeEach
  void makeFiles() throws IOException {
    screen = Files.write(folder.resolve("fb0"), new byte[1024 * 600 * 2]);
    console = Files.createFile(folder.resolve("tty1"));
  }

  @AfterEach
  void free() {
    arena.close();
  }

  @SuppressWarnings("unused") // called through its handle
  private int ioctl(int fd, long request, MemorySegment argument) {
    if (request == 0x4600) {
      MemorySegment variable = argument.reinterpret(160);
      int[] words = {800, 480, 800, 960, 0, 100, bitsPerPixel, greyscale, // sizes, offsets, depth
        11, 5, 0, 5, 6, 0, 0, 5, 0}; // red, green, blue: offset, length, msb_right
      for (int i = 0; i < words.length; i++) {
        variable.set(ValueLayout.JAVA_INT, 4L * i, words[i]);
      }
      return 0;
    }
    if (request == 0x4602) {
      argument.reinterpret(80).set(ValueLayout.JAVA_INT, 48, 1664);
      return 0;
    }
    requests.add(Long.toHexString(request) + " " + argument.address());
    // An upcall cannot set errno: this is what Libc makes of -1 and EACCES.
    return consoleAllows ? 0 : -Libc.EACCES;
  }

  private LinuxFramebuffer open() {
    try {
      MethodHandle handle = MethodHandles.lookup().bind(this, "ioctl",
          MethodType.methodType(int.class, int.class, long.class, MemorySegment.class));
      MemorySegment stub = Linker.nativeLinker().upcallStub(handle, FunctionDescriptor.of(ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS), arena);
      SymbolLookup real = Libc.processSymbols();
      Libc libc = new Libc(name -> name.equals("ioctl") ? Optional.of(stub) : real.find(name));
      return new LinuxFramebuffer(libc, screen, console, folder.resolve("backlight"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theKernelSaysHowThePixelsAreLaidOut() {
    try (LinuxFramebuffer framebuffer = open()) {
      assertEquals(new PixelFormat(800, 480, 16, 1664, new Channel(11, 5), new Channel(5, 6), new Channel(0, 5)),
          framebuffer.format());
    }
  }

  @Test
  void rowsGoToTheirPlacesInThePartThatIsSeen() throws IOException {
    byte[] rows = new byte[2 * 1664];
    rows[0] = 1;
    rows[1664] = 2;
    try (LinuxFramebuffer framebuffer = open()) {
      framebuffer.write(3, rows);
      assertThrows(IllegalArgumentException.class, () -> framebuffer.write(479, rows));
    }
    byte[] memory = Files.readAllBytes(screen);
    // What is seen begins at row 100 of the memory.
    assertEquals(1, memory[103 * 1664]);
    assertEquals(2, memory[104 * 1664]);
  }

  @Test
  void theConsoleIsPutIntoGraphicsModeAndBack() {
    open().close();
    assertEquals(List.of("4b3a 1", "4b3a 0"), requests);
  }

  @Test
  void whereThatIsNotAllowedItsCursorIsHidden() throws IOException {
    consoleAllows = false;
    LinuxFramebuffer framebuffer = open();
    assertEquals("\u001B[?25l\u001B[2J", Files.readString(console));
    framebuffer.close();
    assertEquals("\u001B[?25l\u001B[2J\u001B[?25h", Files.readString(console));
  }

  @Test
  void noConsoleIsNoError() throws IOException {
    Files.delete(console);
    open().close();
  }

  @Test
  void theBacklightIsDimmedAndComesBack() throws IOException {
    Path brightness = Files.createDirectories(folder.resolve("backlight/panel")).resolve("brightness");
    Files.writeString(brightness, "200\n");
    LinuxFramebuffer framebuffer = open();
    framebuffer.dim(true);
    assertEquals("40", Files.readString(brightness));
    framebuffer.close();
    assertEquals("200", Files.readString(brightness));
  }

  @Test
  void aScreenWithAPaletteIsRefused() {
    bitsPerPixel = 8;
    assertEquals(Kind.PROTOCOL, assertThrows(HalException.class, this::open).kind());
    bitsPerPixel = 16;
    greyscale = 1;
    assertEquals(Kind.PROTOCOL, assertThrows(HalException.class, this::open).kind());
  }

  @Test
  void noScreenIsToldAsSuch() throws IOException {
    Files.delete(screen);
    assertEquals(Kind.NO_DEVICE, assertThrows(HalException.class, this::open).kind());
  }

  @Test
  void aClosedScreenIsNotWritten() throws IOException {
    LinuxFramebuffer framebuffer = open();
    framebuffer.close();
    framebuffer.close();
    assertThrows(HalException.class, () -> framebuffer.write(0, new byte[1664]));
    assertArrayEquals(new byte[1024 * 600 * 2], Files.readAllBytes(screen));
  }
}
