package dev.punchpost.consumer;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;

class DerbyConsumerDatabaseTest extends ConsumerDatabaseContract {
  @TempDir
  Path folder;

  @Override
  ConsumerDatabase open() throws SQLException {
    System.setProperty("derby.stream.error.field", ConsumeCommand.class.getName() + ".DERBY_LOG");
    return new ConsumerDatabase("jdbc:derby:" + folder.resolve("db") + ";create=true", new Properties(), nowMs::get);
  }
}
