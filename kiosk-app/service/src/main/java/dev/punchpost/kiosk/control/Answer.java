package dev.punchpost.kiosk.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

/// A command's lines on their way to the client, in pieces of some kilobytes. The client's own thread writes it.
final class Answer implements Output {
  private final SocketChannel channel;
  private final ControlServer.Limits limits;
  private final ScheduledExecutorService watch;
  private final JsonGenerator json;

  Answer(SocketChannel channel, ControlServer.Limits limits, ScheduledExecutorService watch) {
    this.channel = channel;
    this.limits = limits;
    this.watch = watch;
    try {
      this.json = RequestJson.JSON.createGenerator(new Stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void out(String line) {
    write("out", line);
  }

  @Override
  public void err(String line) {
    write("err", line);
  }

  @Override
  public void flush() {
    try {
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Clients pass over what they do not know; one that has gone cannot be written to.
  @Override
  public void awaken() {
    try {
      json.writeStartObject();
      json.writeBooleanField("wait", true);
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String stream, String line) {
    try {
      json.writeStartObject();
      json.writeStringField(stream, line);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The last line.
  void exit(ExitCode code) throws IOException {
    json.writeStartObject();
    json.writeNumberField("exit", code.code());
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  /// Writes all of it, and gives up on a client that takes nothing for too long.
  private final class Stream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
      while (left.hasRemaining()) {
        Future<?> deadline = ControlSession.closeAfter(channel, limits.answerStall().toMillis(), watch);
        try {
          channel.write(left);
        } finally {
          deadline.cancel(false);
        }
      }
    }
  }
}
