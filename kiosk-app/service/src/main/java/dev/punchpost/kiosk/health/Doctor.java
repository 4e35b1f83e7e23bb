package dev.punchpost.kiosk.health;

import dev.punchpost.kiosk.clock.ClockState;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.MqttLink;
import dev.punchpost.kiosk.forward.wire.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Looks at everything that a terminal needs, as far as it can be seen from outside: also while the service does not
/// run, and with a bad configuration. Changes nothing.
public final class Doctor {
  private static final int EXPIRES_SOON_DAYS = 30;

  private final Function<Settings, MqttLink> links;
  private final Supplier<ClockState> clock;
  private final ReaderChecks.Question question;

  /// @param links an MQTT client, used only while the service does not run: a second connection with the terminal's
  ///   client id would throw the service off its broker
  public Doctor(Function<Settings, MqttLink> links, Supplier<ClockState> clock) {
    this(links, clock, _ -> Optional.empty());
  }

  /// @param question opens a reader and says what it is, empty if that would change something; throws
  ///   [dev.punchpost.hal.HalException]. Used only while the service does not run
  public Doctor(Function<Settings, MqttLink> links, Supplier<ClockState> clock,
      Function<Settings.Reader, Optional<String>> question) {
    this.links = links;
    this.clock = clock;
    this.question = question::apply;
  }

  /// @param settings empty when the file is bad
  /// @param mistakes of the file
  /// @param service as it was found
  public List<Check> examine(Path config, Optional<Settings> settings, List<String> mistakes, ServiceView service) {
    List<Check> checks = new ArrayList<>();
    if (mistakes.isEmpty()) {
      checks.add(Check.ok("config", config + " is good"));
    }
    for (String mistake : mistakes) {
      checks.add(Check.fail("config", mistake, "correct the file; 'punchpost config check' looks again"));
    }
    checks.add(switch (service) {
      case ServiceView.Running _ -> Check.ok("service", "runs and answers");
      case ServiceView.Stopped _ -> Check.warn("service", "does not run", "start it: sudo systemctl start punchpost");
      case ServiceView.Busy(long process) -> Check.warn("service",
          "takes no questions, but process " + process + " has its data: it starts or ends, or a command is at work",
          "look again in a minute");
      case ServiceView.Denied(Path socket) -> Check.warn("service", "not known: " + socket + " is not for this user",
          "run doctor as root or as a member of the group in [control] group");
      case ServiceView.Silent(String reason) -> Check.fail("service", "does not answer: " + reason,
          "look into its log: journalctl -u punchpost");
    });
    settings.ifPresent(good -> {
      checks.add(directory(good.store().directory()));
      disk(good.store()).ifPresent(checks::add);
      Onlooker onlooker = Onlooker.of(System.getProperty("user.name"), good.store());
      ReaderChecks readers = new ReaderChecks(question, onlooker);
      good.readers()
          .forEach(reader -> checks.addAll(readers.of(reader, service instanceof ServiceView.Stopped)));
      if (good.readers().isEmpty()) {
        checks.add(Check.warn("readers", "none is configured", "add a [[reader]]"));
      }
      checks.addAll(PanelChecks.of(good.panel(), service));
      good.door().ifPresent(door -> checks.addAll(DoorChecks.of(door, service)));
      checks.addAll(PinChecks.of(good, service));
      checks.addAll(KeypadChecks.of(good));
      good.ups().ifPresent(ups -> checks.addAll(UpsChecks.of(ups, good)));
      good.mqtt().tls().ifPresent(tls -> tls(tls, onlooker, checks));
      good.mqtt().login().flatMap(Settings.Login::passwordFile)
          .ifPresent(file -> secret("password file", file, onlooker).ifPresent(checks::add));
      if (onlooker.stranger() && good.mqtt().tls().isPresent() && service instanceof ServiceView.Stopped) {
        checks.add(Check.warn("broker", "was not asked: the key is the service's alone", Onlooker.ADVICE));
      } else {
        checks.addAll(new BrokerCheck(links).examine(good, service));
      }
    });
    checks.add(clock(service));
    return checks;
  }

  private static Check directory(Path directory) {
    String name = "data directory";
    if (!Files.exists(directory)) {
      return Files.notExists(directory)
          ? Check.warn(name, directory + " does not exist", "the service makes it at its first start, if it may")
          : Check.warn(name, directory + " is in a folder that is closed to this user", "run doctor as root");
    }
    try {
      PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
      String owner = attributes.owner().getName();
      if (!attributes.isDirectory()) {
        return Check.fail(name, directory + " is not a directory", "correct [store] directory");
      }
      if (attributes.permissions().stream().anyMatch(Doctor::forOthers)) {
        return Check.fail(name, directory + " of user " + owner + " is open to other users",
            "sudo chmod 700 " + directory);
      }
      if (owner.equals("root")) {
        return Check.warn(name, directory + " belongs to root", "give it to the service's user: sudo chown punchpost: "
            + directory);
      }
      return Check.ok(name, directory + ", of user " + owner);
    } catch (IOException e) {
      return Check.fail(name, directory + " cannot be looked at: " + e.getMessage(), "run doctor as root");
    }
  }

  private static boolean forOthers(PosixFilePermission permission) {
    return !permission.name().startsWith("OWNER_");
  }

  private static Optional<Check> disk(Settings.Store store) {
    Path there = store.directory().toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String words = free / 1_000_000 + " MB free, " + store.minimumFree() / 1_000_000 + " MB are needed";
      if (free < store.minimumFree()) {
        return Optional.of(Check.fail("disk space", words, "make room: below the minimum no punch is recorded"));
      }
      return Optional.of(free / 2 < store.minimumFree()
          ? Check.warn("disk space", words, "make room soon")
          : Check.ok("disk space", words));
    } catch (IOException e) {
      return Optional.of(Check.fail("disk space", "not known: " + e.getMessage(), "look at the file system"));
    }
  }

  private static void tls(Settings.Tls tls, Onlooker onlooker, List<Check> checks) {
    pem("CA certificate", tls.ca(), onlooker).ifPresent(checks::add);
    tls.certificate()
        .ifPresent(file -> checks.add(pem("certificate", file, onlooker).orElseGet(() -> certificate(tls, file))));
    tls.key().flatMap(file -> secret("private key", file, onlooker)).ifPresent(checks::add);
  }

  private static Optional<Check> secret(String name, Path file, Onlooker onlooker) {
    return pem(name, file, onlooker).or(() -> {
      try {
        return Files.getPosixFilePermissions(file).stream().anyMatch(p -> p.name().startsWith("OTHERS_"))
            ? Optional.of(Check.fail(name, file + " is open to every user", "sudo chmod o= " + file))
            : Optional.empty();
      } catch (IOException e) {
        return Optional.of(Check.fail(name, file + " cannot be looked at: " + e.getMessage(), "run doctor as root"));
      }
    });
  }

  private static Check certificate(Settings.Tls tls, Path file) {
    String name = "certificate";
    String advice = "renew it: the service takes the new files by itself";
    try {
      long days = CertificateWatch.days(Instant.now(),
          new TlsFiles(tls.ca(), tls.certificate(), tls.key()).certificateEnds().orElseThrow());
      String words = file + ": " + CertificateWatch.words(days);
      return days < 0
          ? Check.fail(name, words, advice)
          : days <= EXPIRES_SOON_DAYS ? Check.warn(name, words, advice) : Check.ok(name, words);
    } catch (LinkException e) {
      return Check.fail(name, String.valueOf(e.getMessage()), "correct [mqtt.tls] certificate");
    }
  }

  private static Optional<Check> pem(String name, Path file, Onlooker onlooker) {
    if (Files.isReadable(file)) {
      return Optional.empty();
    }
    if (Files.notExists(file)) {
      return Optional.of(Check.fail(name, file + " does not exist", "correct [mqtt]"));
    }
    return onlooker.closed(name, file)
        .or(() -> Optional.of(Check.fail(name, file + " cannot be read", "correct [mqtt], or the file's permissions")));
  }

  private Check clock(ServiceView service) {
    String state = service instanceof ServiceView.Running running && !running.clock().isEmpty()
        ? running.clock()
        : clock.get().name();
    return switch (state) {
      case "SYNCHRONISED" -> Check.ok("clock", "is synchronised");
      case "HOLDOVER" -> Check.warn("clock", "was synchronised and no longer is", "look at the network and at the time"
          + " service: timedatectl");
      default -> Check.warn("clock", "is not synchronised: no time server was reached since the start",
          "look at the network and at the time service: timedatectl; if there is none: sudo timedatectl set-ntp true");
    };
  }
}
