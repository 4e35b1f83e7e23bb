package dev.punchpost.kiosk.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client of the control socket. One thread runs it; the watch closes its channel when the client is too slow,
/// which ends a read or write that hangs.
final class ControlSession {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);
  /// Requests above this size are read one at a time, so that four rosters cannot fill the heap together.
  private static final int SMALL = 64 << 10;

  private final SocketChannel channel;
  private final RequestHandler handler;
  private final ControlServer.Limits limits;
  private final Semaphore large;
  private final ScheduledExecutorService watch;

  ControlSession(SocketChannel channel, RequestHandler handler, ControlServer.Limits limits, Semaphore large,
      ScheduledExecutorService watch) {
    this.channel = channel;
    this.handler = handler;
    this.limits = limits;
    this.large = large;
    this.watch = watch;
  }

  void run() {
    Answer answer = new Answer(channel, limits, watch);
    try (Body body = new Body()) {
      ExitCode code = answer(body, answer);
      answer.exit(code);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("a client of the control socket went away: {}", e.toString());
    } catch (RuntimeException | Error e) {
      // Whatever a command does wrong, the service goes on.
      LOG.error("a command from the control socket failed", e);
    }
  }

  private ExitCode answer(Body body, Answer answer) throws IOException {
    Request request;
    Future<?> deadline = closeAfter(channel, limits.requestWithin().toMillis(), watch);
    try {
      request = RequestJson.read(body);
    } catch (MalformedRequest e) {
      LOG.debug("control socket: {}", e.words());
      answer.err(e.words());
      return ExitCode.USAGE;
    } catch (TooLarge e) {
      answer.err("the request has more than " + limits.largestRequest() + " bytes");
      return ExitCode.DATA;
    } catch (Busy e) {
      answer.err("another import is going on; try again in a moment");
      return ExitCode.TRY_AGAIN;
    } finally {
      deadline.cancel(false);
    }
    if (request instanceof Request.OwnerOnly && !Peer.of(channel).administers()) {
      answer.err("this is for root and the service's user only");
      return ExitCode.NO_PERMISSION;
    }
    try {
      return handler.handle(request, answer);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException | Error e) { // also a heap that is full: the service's own work goes on
      LOG.error("a command from the control socket failed", e);
      answer.err("the service failed: " + e + "; its log says more");
      return ExitCode.SOFTWARE;
    }
  }

  /// Tells a client that all places are taken. Does not wait for it: the answer fits into the socket's buffer.
  void refuse() {
    try {
      channel.configureBlocking(false);
      channel.write(ByteBuffer.wrap(("{\"err\":\"the service is busy with other commands; try again in a moment\"}\n"
          + "{\"exit\":" + ExitCode.TRY_AGAIN.code() + "}\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      LOG.debug("control socket: {}", e.toString());
    }
  }

  static Future<?> closeAfter(SocketChannel channel, long millis, ScheduledExecutorService watch) {
    return watch.schedule(() -> closeQuietly(channel), millis, TimeUnit.MILLISECONDS);
  }

  static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("control socket: {}", e.toString());
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Busy extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// The request's bytes, as many as are allowed.
  private final class Body extends InputStream {
    private long read;
    private boolean holdsLarge;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (read > limits.largestRequest()) {
        throw new TooLarge();
      }
      if (read > SMALL && !holdsLarge) {
        holdsLarge = large.tryAcquire();
        if (!holdsLarge) {
          throw new Busy();
        }
      }
      int n = channel.read(ByteBuffer.wrap(bytes, offset, length));
      read += Math.max(0, n);
      return n;
    }

    @Override
    public void close() {
      if (holdsLarge) {
        holdsLarge = false;
        large.release();
      }
    }
  }
}
