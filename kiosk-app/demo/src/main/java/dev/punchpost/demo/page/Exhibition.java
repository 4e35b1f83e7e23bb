package dev.punchpost.demo.page;

import dev.punchpost.demo.Closing;
import dev.punchpost.demo.Progress;
import dev.punchpost.demo.Stage;
import dev.punchpost.demo.terminal.ServiceJvm;
import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The demo with its page, until Ctrl-C.
public final class Exhibition {
  private static final Duration READY = Duration.ofSeconds(300);
  /// Short, so that a visitor can come and go; the appliance's default is a minute.
  private static final Duration REPEAT_WINDOW = Duration.ofSeconds(3);

  private final Stage.Options options;
  private final int port;
  private final boolean open;
  private final Progress progress;

  /// @param port see [PageServer]
  /// @param open whether to open the page in a browser
  public Exhibition(ServiceJvm jvm, Optional<Path> data, int port, boolean open, Progress progress) {
    options = new Stage.Options(jvm, data, REPEAT_WINDOW, Duration.ofMillis(300), Duration.ofSeconds(10));
    this.port = port;
    this.open = open;
    this.progress = progress;
  }

  /// Shows the page until the program is ended.
  ///
  /// @return never, but by an interrupt
  public int run() throws IOException, InterruptedException {
    try (Closing closing = new Closing()) {
      int actual = start(closing);
      String address = "http://127.0.0.1:" + actual + "/";
      if (port != 0 && actual != port) {
        progress.step("port " + port + " is taken, this is the next free one:");
      }
      progress.step("The terminal is at " + address + "   (Ctrl-C ends it)");
      if (open) {
        openInBrowser(address);
      }
      new CountDownLatch(1).await();
      return 0;
    }
  }

  /// Starts everything.
  ///
  /// @param closing takes it down again
  /// @return the page's port
  int start(Closing closing) throws IOException, InterruptedException {
    Stream stream = new Stream();
    Stage stage = new Stage(options, Pause.real(), stream, closing, progress);
    stream.attach(stage);
    stage.switchOn();
    stage.awaitReady(READY);
    progress.step("terminal ready");
    return closing.add(new PageServer(stage, stream, port)).port();
  }

  private void openInBrowser(String address) {
    if (System.getenv("DISPLAY") == null && System.getenv("WAYLAND_DISPLAY") == null) {
      return;
    }
    try {
      new ProcessBuilder(List.of("xdg-open", address)).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      progress.step("(no browser could be opened: " + e.getMessage() + ")");
    }
  }
}
