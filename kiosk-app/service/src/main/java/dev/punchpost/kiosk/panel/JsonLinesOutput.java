package dev.punchpost.kiosk.panel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.punchpost.hal.panel.View;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Every screen as one line of JSON, for programs that draw the terminal or check it.
///
/// Each line is one write(2), so that a process that is killed leaves whole lines. A new file has mode 0600, because
/// lines hold names. A FIFO is opened for reading too, which Linux allows (fifo(7)), so that a missing reader does not
/// hold up the start; one that stays away holds up the panel's thread when the pipe is full, nobody else. An idle screen
/// on which only the minute or the day has changed is not written again.
///
/// `view` is the screen in words ([ViewJson]), for a program that lays it out for itself; `text` is it in rows of 20
/// characters, for one that does not; the other members say what happened.
public final class JsonLinesOutput implements PanelOutput {
  private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx",
      Locale.ROOT);

  private final ObjectMapper mapper = new ObjectMapper();
  private final Path path;
  private final ZoneId zone;
  private final ScreenViews views;
  private @Nullable FileChannel channel;
  private boolean half;
  private @Nullable View last;

  /// Opens nothing yet.
  ///
  /// @param path file, FIFO, `/dev/stdout` or `/dev/stderr`
  /// @param zone offset of the times
  /// @param views the terminal's words
  public JsonLinesOutput(Path path, ZoneId zone, ScreenViews views) {
    this.path = path;
    this.zone = zone;
    this.views = views;
  }

  @Override
  public void show(Showing showing) {
    View view = views.of(showing);
    View atAnyTime = atAnyTime(view);
    if (atAnyTime instanceof View.Idle && atAnyTime.equals(last)) {
      return;
    }
    try {
      write(line(showing, view));
      last = atAnyTime;
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  private static View atAnyTime(View view) {
    return view instanceof View.Idle idle
        ? new View.Idle("", View.Wording.NONE, idle.site(), idle.network(), idle.unsent(), idle.clock(), idle.notice())
        : view;
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    if (open == null || standardStream().isPresent()) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      // What was written is with the kernel already: there is nothing to lose and nothing to do.
      half = true;
    }
  }

  private void write(String line) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = open();
      channel = open;
    }
    // After a failure in mid-line a reader finds the next line whole.
    ByteBuffer bytes = ByteBuffer.wrap(((half ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
    half = true;
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
    half = false;
  }

  private FileChannel open() throws IOException {
    Optional<FileDescriptor> standard = standardStream();
    if (standard.isPresent()) {
      // Opening /dev/stdout fails where it is a socket, as under systemd; the descriptor itself always works.
      return new FileOutputStream(standard.get()).getChannel();
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
    half = endsInMidLine();
    Set<OpenOption> append = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return FileChannel.open(path, append,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private boolean endsInMidLine() throws IOException {
    if (!Files.exists(path) || Files.size(path) == 0) {
      return false;
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer end = ByteBuffer.allocate(1);
      return file.read(end, file.size() - 1) == 1 && end.get(0) != '\n';
    }
  }

  private Optional<FileDescriptor> standardStream() {
    return switch (path.toString()) {
      case "/dev/stdout" -> Optional.of(FileDescriptor.out);
      case "/dev/stderr" -> Optional.of(FileDescriptor.err);
      default -> Optional.empty();
    };
  }

  private String line(Showing showing, View view) throws JsonProcessingException {
    ObjectNode json = mapper.createObjectNode();
    switch (showing.screen()) {
      case Screen.Idle idle -> json.put("screen", "idle").put("online", idle.online()).put("waiting", idle.waiting())
          .put("clockTrusted", idle.clockTrusted());
      case Screen.Accepted a -> json.put("screen", "accepted").put("reader", a.reader().value())
          .put("worker", a.worker().value()).put("name", a.name()).put("language", a.language())
          .put("kind", a.kind().name()).put("at", RFC_3339.format(a.at().atZone(zone))).put("seq", a.seq())
          .put("entry", a.entry().toString()).put("repeat", a.repeat()).put("outMissing", a.outMissing())
          .put("clockTrusted", a.clockTrusted()).put("passage", a.passage().name());
      case Screen.Refused r -> json.put("screen", "refused").put("reader", r.reader().value())
          .put("reason", r.reason().name()).put("language", r.language());
      case Screen.Wait w -> json.put("screen", "wait").put("reader", w.reader().value())
          .put("taken", w.taken());
      case Screen.ReaderState s -> json.put("screen", "reader-state").put("reader", s.reader().value())
          .put("working", s.working());
      case Screen.Identify i -> json.put("screen", "identify").put("terminal", i.terminal());
      case Screen.Typing t -> json.put("screen", "typing").put("reader", t.reader().value())
          .put("step", t.step().name()).put("length", t.length());
      case Screen.Chosen c -> json.put("screen", "chosen").put("reader", c.reader().value())
          .put("choice", c.choice().name());
      case Screen.DoorOpened d -> json.put("screen", "door-opened").put("reader", d.reader().value())
          .put("worker", d.worker().value()).put("name", d.name()).put("language", d.language());
      case Screen.Message m -> json.put("screen", "message").put("message", m.text()).put("page", m.page());
      case Screen.NotSetUp n -> json.put("screen", "not-set-up").put("where", n.where());
      case Screen.ConfigurationRejected c -> json.put("screen", "configuration-rejected").put("where", c.where());
    }
    ArrayNode rows = json.putArray("text");
    showing.text().forEach(rows::add);
    json.set("view", ViewJson.node(view));
    ArrayNode steps = json.putArray("signal");
    showing.signal().ifPresent(s -> s.steps().forEach(step -> steps.addObject().put("light", step.light().name())
        .put("hertz", step.hertz()).put("ms", step.duration().toMillis())));
    return mapper.writeValueAsString(json);
  }
}
