package dev.punchpost.kiosk.control;

import dev.punchpost.hal.time.Pause;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service's end of the control socket (unix(7)).
///
/// A client sends one line of JSON, a [Request]; the service answers lines of JSON, `{"out":"…"}` or `{"err":"…"}`,
/// and at last `{"exit":n}`. One request for each connection.
///
/// Whoever may open the socket may operate the terminal: the file is for the owner only (0600), or for a group too
/// (0660). A client that is slow, idle or talks nonsense costs one of a few places, for a bounded time, and nothing
/// else: its connection is closed from outside, the threads that serve requests are never interrupted, because an
/// interrupt inside the database would close its files.
///
/// Thread-safe.
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  /// @param clients how many are served at once; one more is told to try again
  /// @param requestWithin time for the whole request to arrive
  /// @param answerStall longest time in which the client takes nothing of the answer
  /// @param largestRequest in bytes
  public record Limits(int clients, Duration requestWithin, Duration answerStall, int largestRequest) {
    /// The largest request is a roster of [dev.punchpost.kiosk.roster.RosterFile#LARGEST] with every character
    /// escaped. More would not fit into the service's heap beside the punches.
    public static Limits defaults() {
      return new Limits(4, Duration.ofSeconds(5), Duration.ofSeconds(60), 5 << 20);
    }
  }

  private final Path path;
  private final Object identity;
  private final ServerSocketChannel server;
  private final RequestHandler handler;
  private final Limits limits;
  private final Pause pause;
  private final Semaphore large = new Semaphore(1);
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor watch;
  private final Thread acceptor;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Opens the socket; a file left by a service that was killed is replaced.
  ///
  /// @param group group that may use it too; if it is not known or not ours, the socket is for the owner only
  /// @param pause waits between attempts when the system is out of descriptors
  /// @throws IOException in words for the log: another service answers there, or the file cannot be made
  public ControlServer(Path path, Optional<String> group, RequestHandler handler, Limits limits, Pause pause)
      throws IOException {
    this.path = path.toAbsolutePath();
    this.handler = handler;
    this.limits = limits;
    this.pause = pause;
    this.server = bind(this.path, group);
    this.identity = identity(this.path);
    this.workers = new ThreadPoolExecutor(0, limits.clients(), 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
        Thread.ofPlatform().daemon().name("control-", 1).factory());
    this.watch = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("control-watch").factory());
    this.watch.setRemoveOnCancelPolicy(true);
    this.acceptor = Thread.ofPlatform().daemon().name("control-accept").start(this::accept);
    LOG.info("control socket open at {}", this.path);
  }

  /// The socket is made in a folder that only we can enter, given its permissions, and only then moved to its place:
  /// at no moment can a stranger connect, and the file of a killed service goes away in the same step.
  private static ServerSocketChannel bind(Path path, Optional<String> group) throws IOException {
    Path folder = path.getParent();
    if (folder == null) {
      throw new IOException("control socket " + path + " has no folder");
    }
    if (ControlClient.answers(path)) {
      throw new IOException("another service answers at the control socket " + path);
    }
    if (Files.exists(path) && !ControlClient.isSocket(path)) {
      throw new IOException("there is a file at the control socket's place, " + path + "; it is not replaced");
    }
    Files.createDirectories(folder);
    Path nest = Files.createTempDirectory(folder, ".c",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    Path made = nest.resolve("s");
    try {
      server.bind(UnixDomainSocketAddress.of(made));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      if (group.isPresent()) {
        admit(made, group.get());
      }
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return server;
    } catch (IOException e) {
      server.close();
      Files.deleteIfExists(made);
      throw new IOException("control socket " + path + " cannot be made: " + e.getMessage(), e);
    } finally {
      Files.delete(nest);
    }
  }

  private static void admit(Path socket, String group) throws IOException {
    try {
      Files.getFileAttributeView(socket, PosixFileAttributeView.class)
          .setGroup(socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    } catch (java.nio.file.attribute.UserPrincipalNotFoundException e) {
      LOG.warn("group {} is not known here; the control socket is for the owner only", group);
    } catch (java.nio.file.FileSystemException e) {
      LOG.warn("the control socket cannot be given to group {} ({}); it is for the owner only", group, e.getReason());
    }
  }

  private static Object identity(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino");
  }

  private void accept() {
    boolean failing = false;
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        failing = false;
        serve(channel);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        if (!failing) {
          LOG.warn("the control socket takes no clients: {}", e.toString());
          failing = true;
        }
        try {
          pause.pause(Duration.ofSeconds(1));
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private void serve(SocketChannel channel) {
    open.add(channel);
    ControlSession session = new ControlSession(channel, handler, limits, large, watch);
    try {
      workers.execute(() -> {
        try {
          session.run();
        } finally {
          discard(channel);
        }
      });
    } catch (RejectedExecutionException e) {
      session.refuse();
      discard(channel);
    }
  }

  private void discard(SocketChannel channel) {
    open.remove(channel);
    ControlSession.closeQuietly(channel);
  }

  /// Closes the socket and its connections, and takes the file away if it is still ours. Waits for running requests
  /// up to five seconds. Idempotent; never throws.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      // Compared while our socket is open: after that its inode may be another's.
      if (Files.exists(path) && identity(path).equals(identity)) {
        Files.delete(path);
      }
      server.close();
    } catch (IOException e) {
      LOG.debug("control socket: {}", e.toString());
    }
    open.forEach(ControlSession::closeQuietly);
    workers.shutdown();
    watch.shutdownNow();
    try {
      acceptor.join(Duration.ofSeconds(5));
      if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("a command from the control socket is still running");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
