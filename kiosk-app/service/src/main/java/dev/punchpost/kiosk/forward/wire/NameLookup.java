package dev.punchpost.kiosk.forward.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks names up within a time: a resolver whose servers do not answer would hold its caller for half a minute and more,
/// and nobody can interrupt it. A question that hangs goes on by itself, one for each name, and whoever asks the same
/// meanwhile waits for that one. Thread-safe.
final class NameLookup {
  static {
    // Java would give the same answer for half a minute; read when the first name is looked up.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /// Asks the system.
  static final NameLookup SYSTEM = new NameLookup(InetAddress::getAllByName);

  private final Resolver resolver;
  private final Map<String, FutureTask<InetAddress[]>> asked = new HashMap<>();

  /// May take as long as it likes.
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  NameLookup(Resolver resolver) {
    this.resolver = resolver;
  }

  /// All addresses of a name, in the order in which they should be tried.
  ///
  /// @throws UnknownHostException if there is no such name
  /// @throws TimeoutException if nobody has said so, or anything else, within this time
  InetAddress[] addresses(String host, Duration timeout) throws UnknownHostException, TimeoutException {
    FutureTask<InetAddress[]> question = ask(host);
    try {
      return question.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException(host);
      unknown.initCause(e.getCause());
      throw unknown;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    }
  }

  private FutureTask<InetAddress[]> ask(String host) {
    synchronized (asked) {
      FutureTask<InetAddress[]> pending = asked.get(host);
      if (pending != null) {
        return pending;
      }
      FutureTask<InetAddress[]> question = new FutureTask<>(() -> {
        try {
          return resolver.resolve(host);
        } finally {
          // The next one asks again: an address may have changed.
          synchronized (asked) {
            asked.remove(host);
          }
        }
      });
      asked.put(host, question);
      Thread.ofPlatform().daemon().name("name-lookup").start(question);
      return question;
    }
  }
}
