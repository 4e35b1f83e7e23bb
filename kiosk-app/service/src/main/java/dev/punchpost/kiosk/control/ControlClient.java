package dev.punchpost.kiosk.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// The command line's end of the control socket. One thread uses it, for one request.
public final class ControlClient implements AutoCloseable {
  private final SocketChannel channel;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
  }

  /// What became of an attempt to reach the service.
  public sealed interface Attempt {
    record Connected(ControlClient client) implements Attempt {}

    /// Nobody listens: the service does not run.
    record Stopped() implements Attempt {}

    /// The socket is there (or hidden in a folder we cannot look into), and not for this user.
    record Denied() implements Attempt {}
  }

  /// Tries once; a local socket answers at once or not at all.
  ///
  /// @throws IOException if the system cannot even try (no descriptors, a path longer than 107 bytes)
  public static Attempt connect(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      // Neither "there" nor "not there" means that a folder on the way is closed to us.
      return Files.notExists(socket) ? new Attempt.Stopped() : new Attempt.Denied();
    }
    if (!isSocket(socket)) {
      return new Attempt.Stopped();
    }
    if (!Files.isWritable(socket)) {
      return new Attempt.Denied(); // asked beforehand, because the words of an IOException depend on the locale
    }
    try {
      return new Attempt.Connected(new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket))));
    } catch (ConnectException e) {
      return new Attempt.Stopped(); // left by a service that was killed
    } catch (IOException e) {
      if (Files.notExists(socket)) {
        return new Attempt.Stopped(); // it has just gone
      }
      throw e;
    }
  }

  static boolean isSocket(Path path) throws IOException {
    return ((int) Files.getAttribute(path, "unix:mode") & 0170000) == 0140000; // S_IFMT, S_IFSOCK: inode(7)
  }

  static boolean answers(Path socket) throws IOException {
    return switch (connect(socket)) {
      case Attempt.Connected(ControlClient client) -> {
        client.close();
        yield true;
      }
      case Attempt.Stopped _ -> false;
      case Attempt.Denied _ -> Files.exists(socket);
    };
  }

  /// Has the service do it; its lines go to `output` as they come.
  ///
  /// @return what the service ended with
  /// @throws IOException if the connection ends before the answer does
  public int send(Request request, Output output) throws IOException {
    IOException cut = null;
    try {
      JsonGenerator json = RequestJson.JSON.createGenerator(Channels.newOutputStream(channel));
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      RequestJson.write(request, json);
      json.writeRaw('\n');
      json.flush();
      channel.shutdownOutput();
    } catch (IOException e) {
      cut = e; // a service that refuses an oversized request has told why: read on
    }
    try (JsonParser json = RequestJson.JSON.createParser(Channels.newInputStream(channel))) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        String kind = json.nextFieldName();
        json.nextToken();
        switch (kind) {
          case "out" -> output.out(json.getText());
          case "err" -> output.err(json.getText());
          case "exit" -> {
            return json.getIntValue();
          }
          case null, default -> json.skipChildren(); // of a later version
        }
        json.nextToken();
      }
    } catch (IOException e) {
      if (cut == null) {
        cut = e;
      }
    }
    throw new IOException("the service ended the connection before its answer was complete", cut);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Everything was received; a local socket has nothing left to lose.
    }
  }
}
