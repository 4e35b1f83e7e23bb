package dev.punchpost.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Counts the time that a thread spends in devices and in waiting, so that what is left is our own code's. One thread.
final class Outside {
  private long nanos;

  /// Time in everything that was wrapped, so far, in nanoseconds.
  long nanos() {
    return nanos;
  }

  /// The same, with its calls counted as outside.
  <T> T counted(Class<T> type, T device) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
      long start = System.nanoTime();
      try {
        return method.invoke(device, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      } finally {
        nanos += System.nanoTime() - start;
      }
    }));
  }
}
