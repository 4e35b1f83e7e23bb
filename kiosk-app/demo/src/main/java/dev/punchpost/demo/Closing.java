package dev.punchpost.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What must be taken down again, last thing first: on close, and also when the demo ends by Ctrl-C or SIGTERM.
/// Thread-safe.
public final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> things = new ArrayDeque<>();
  private final Thread hook = new Thread(this::closeAll, "closing");
  private volatile boolean closed;

  public Closing() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Takes charge of a thing; closes it at once if everything was closed already.
  ///
  /// @return the thing
  public <T extends AutoCloseable> T add(T thing) {
    synchronized (this) {
      if (!closed) {
        things.push(thing);
        return thing;
      }
    }
    close(thing);
    return thing;
  }

  /// Whether everything is being taken down, or was. What fails from now on is no failure.
  public boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending already, and the hook finds nothing left to do.
    }
  }

  private synchronized void closeAll() {
    closed = true;
    while (!things.isEmpty()) {
      close(things.pop());
    }
  }

  private static void close(AutoCloseable thing) {
    try {
      thing.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("could not take down {}", thing.getClass().getSimpleName(), e);
    }
  }
}
