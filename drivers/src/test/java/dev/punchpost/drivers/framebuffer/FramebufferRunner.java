package dev.punchpost.drivers.framebuffer;

import dev.punchpost.hal.HalException;
import dev.punchpost.hal.linux.LinuxFramebuffer;
import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.ClockMark;
import dev.punchpost.hal.panel.View.Direction;
import dev.punchpost.hal.panel.View.Network;
import dev.punchpost.hal.panel.View.Wording;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The driver on a framebuffer of the kernel, in a process of its own, for the VM: shows what standard input names, puts
/// what it believes to be on the screen into a PNG file, and says so.
///
/// Arguments: device, folder. Lines: `idle`, `greeting`.
final class FramebufferRunner {
  private FramebufferRunner() {}

  public static void main(String[] args) throws Exception {
    try (
        Framebuffer display = new Framebuffer("lab",
            new LinuxFramebuffer(Path.of(args[0]), LinuxFramebuffer.CONSOLE, LinuxFramebuffer.BACKLIGHTS),
            FramebufferOptions.defaults());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("open");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try {
          display.show(view(line), 0);
          try (OutputStream png = Files.newOutputStream(Path.of(args[1], line + ".png"))) {
            display.snapshot(png);
          }
          System.out.println("shown " + line);
        } catch (HalException e) {
          System.out.println("failed " + e.kind());
        }
      }
    }
  }

  private static View view(String name) {
    return switch (name) {
      case "idle" ->
        new View.Idle("07:58", Wording.of("Fr 21.11."), "lab door-1", Network.ONLINE, 3, ClockMark.SURE, Wording.NONE);
      case "greeting" ->
        new View.Greeting("José Łukasz Müller", Direction.IN, "IN", "07:58", ClockMark.SURE, Wording.NONE);
      default -> throw new IllegalArgumentException("no screen " + name);
    };
  }
}
