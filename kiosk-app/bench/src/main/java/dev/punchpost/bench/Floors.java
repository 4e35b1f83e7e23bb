package dev.punchpost.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What the machine can do without us: the least that a durable punch, or a delivered one, must cost here and now.
final class Floors {
  private Floors() {}

  /// Appends of the size of an entry to a file, each made durable with fdatasync.
  static Latencies appends(Path directory, int bytes, int warmUp, int count) throws IOException {
    Latencies latencies = new Latencies();
    ByteBuffer entry = ByteBuffer.allocate(bytes);
    try (FileChannel file = FileChannel.open(directory.resolve("floor.append"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE)) {
      for (int i = 0; i < warmUp + count; i++) {
        entry.clear();
        long start = System.nanoTime();
        file.write(entry);
        file.force(false);
        if (i >= warmUp) {
          latencies.record(System.nanoTime() - start);
        }
      }
    }
    return latencies;
  }

  /// A bare Derby table with a primary key, one insert of the size of an entry in each transaction.
  ///
  /// @param pace from one to the next
  static Latencies inserts(Path directory, int bytes, Duration pace, int warmUp, int count) throws SQLException {
    Latencies latencies = new Latencies();
    String body = "x".repeat(bytes);
    try (var connection = DriverManager.getConnection("jdbc:derby:" + directory.resolve("floor.db") + ";create=true")) {
      try (var create = connection.createStatement()) {
        create.execute("CREATE TABLE floor (seq BIGINT PRIMARY KEY, body VARCHAR(8000))");
      }
      connection.setAutoCommit(false);
      try (var insert = connection.prepareStatement("INSERT INTO floor VALUES (?, ?)")) {
        for (int i = 0; i < warmUp + count; i++) {
          LockSupport.parkNanos(pace.toNanos());
          long start = System.nanoTime();
          insert.setLong(1, i);
          insert.setString(2, body);
          insert.executeUpdate();
          connection.commit();
          if (i >= warmUp) {
            latencies.record(System.nanoTime() - start);
          }
        }
      }
    }
    return latencies;
  }
}
