package dev.punchpost.consumer;

import dev.punchpost.kiosk.cli.Subcommand;
import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.wire.PasswordFile;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `punchpost consume`: stores everything that terminals send in a database, and knows whether something is missing.
@Command(name = "consume", description = "Store what terminals send in a database, once, and ask for what is missing.")
public final class ConsumeCommand implements Subcommand, Callable<Integer> {
  /// Derby writes its log here: nowhere.
  public static final OutputStream DERBY_LOG = OutputStream.nullOutputStream();

  @Option(names = "--broker", paramLabel = "URL", defaultValue = "mqtt://localhost", description = "mqtt://host[:port] or mqtts://host[:port] (default: ${DEFAULT-VALUE}).")
  String broker = "";

  @Option(names = "--jdbc", paramLabel = "URL", defaultValue = "jdbc:derby:punchpost-consumer;create=true", description = "Database (default: ${DEFAULT-VALUE}, a folder here; several instances need a server, such as"
      + " jdbc:postgresql://host/name).")
  String jdbc = "";

  @Option(names = "--db-user", paramLabel = "NAME", description = "User of the database.")
  @Nullable
  String dbUser;

  @Option(names = "--db-password-file", paramLabel = "FILE", description = "Its password.")
  @Nullable
  Path dbPassword;

  @Option(names = "--name", paramLabel = "NAME", defaultValue = "payroll", description = "Name that terminals know this consumer by (default: ${DEFAULT-VALUE}).")
  String name = "";

  @Option(names = "--instance", paramLabel = "NAME", defaultValue = "1", description = "One of several instances, each with its own session (default: ${DEFAULT-VALUE}).")
  String instance = "";

  @Option(names = "--share", description = "Share the work with other instances of this name and database.")
  boolean share;

  @Option(names = "--site", paramLabel = "SITE", defaultValue = "+", description = "One site only (default: all).")
  String site = "";

  @Option(names = "--ca", paramLabel = "FILE", description = "For mqtts: who may sign the broker's certificate, PEM.")
  @Nullable
  Path ca;

  @Option(names = "--cert", paramLabel = "FILE", description = "This consumer's certificate, PEM.")
  @Nullable
  Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "Its key, PKCS#8.")
  @Nullable
  Path key;

  @Option(names = "--username", paramLabel = "NAME", description = "User at the broker.")
  @Nullable
  String username;

  @Option(names = "--password-file", paramLabel = "FILE", description = "Its password.")
  @Nullable
  Path password;

  @Option(names = "--patience", paramLabel = "SECONDS", defaultValue = "5", description = "How long something may be missing before it is asked for (default: ${DEFAULT-VALUE}).")
  int patience;

  @Option(names = "--until-complete", paramLabel = "SECONDS", description = "End when everything is stored that terminals have named, or after this time with exit code 1.")
  @Nullable
  Integer untilComplete;

  @Option(names = "--check", description = "Receive nothing; print what is stored, missing and duplicated. Exit code 1 if anything is.")
  boolean check;

  @Spec
  @Nullable
  CommandSpec spec;

  @Override
  public Object command() {
    return new ConsumeCommand();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!check && System.getProperty("punchpost.log") == null) {
      System.setProperty("punchpost.log", "INFO"); // see logback.xml; nothing has logged before this
    }
    CommandSpec command = Objects.requireNonNull(spec);
    System.setProperty("derby.stream.error.field", ConsumeCommand.class.getName() + ".DERBY_LOG");
    PrintWriter err = command.commandLine().getErr();
    try (ConsumerDatabase database = new ConsumerDatabase(jdbc, login(), System::currentTimeMillis)) {
      if (check) {
        return Check.print(database, command.commandLine().getOut()) ? 0 : 1;
      }
      return receive(database);
    } catch (SQLException e) {
      err.println("punchpost: the database " + jdbc.replaceFirst("[?;].*", "") + ": " + words(e));
      return ExitCode.UNAVAILABLE.code();
    } catch (IOException e) {
      err.println("punchpost: the password of the database cannot be read: " + e.getMessage());
      return ExitCode.NO_INPUT.code();
    } catch (LinkException e) {
      err.println("punchpost: " + e.getMessage());
      return ExitCode.CONFIG.code();
    }
  }

  /// Derby tells the cause in a second exception.
  private static String words(SQLException e) {
    SQLException next = e.getNextException();
    return next == null ? String.valueOf(e.getMessage()) : e.getMessage() + " " + words(next);
  }

  private int receive(ConsumerDatabase database) throws InterruptedException {
    Consumer consumer = new Consumer(options(), database, new Schemas(), () -> System.nanoTime() / 1_000_000);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> {
      consumer.stop();
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Consumer.End end = consumer.run(Optional.ofNullable(untilComplete).map(Duration::ofSeconds));
      return end == Consumer.End.INCOMPLETE ? 1 : 0;
    } finally {
      database.close();
      ended.countDown();
    }
  }

  private Properties login() throws IOException {
    Properties login = new Properties();
    if (dbUser != null) {
      login.setProperty("user", dbUser);
    }
    if (dbPassword != null) {
      login.setProperty("password", Files.readString(dbPassword, StandardCharsets.UTF_8).stripTrailing());
    }
    return login;
  }

  private ConsumerOptions options() {
    try {
      return new ConsumerOptions(BrokerUrl.parse(broker),
          Optional.ofNullable(ca)
              .map(file -> new TlsFiles(file, Optional.ofNullable(certificate), Optional.ofNullable(key), true)),
          Optional.ofNullable(username).map(user -> new ConsumerOptions.Login(user,
              PasswordFile.of(Optional.ofNullable(password), System.getenv()))),
          name, instance, share, site, Duration.ofSeconds(patience), Duration.ofDays(60));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
