package dev.punchpost.kiosk.cli;

import dev.punchpost.kiosk.Version;
import dev.punchpost.kiosk.clock.Reading;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.control.DoorRequests;
import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.control.FingerRequests;
import dev.punchpost.kiosk.control.LedgerRequests;
import dev.punchpost.kiosk.control.Operations;
import dev.punchpost.kiosk.control.Output;
import dev.punchpost.kiosk.control.Recorder;
import dev.punchpost.kiosk.control.Request;
import dev.punchpost.kiosk.control.RequestHandler;
import dev.punchpost.kiosk.control.ScreenRequests;
import dev.punchpost.kiosk.control.WorkerOperations;
import dev.punchpost.kiosk.evidence.Evidence;
import dev.punchpost.kiosk.evidence.LedgerKey;
import dev.punchpost.kiosk.health.Status;
import dev.punchpost.kiosk.health.StatusText;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.pin.PinHash;
import dev.punchpost.kiosk.store.LedgerWriter;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.RosterStore;
import dev.punchpost.kiosk.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Does requests on the store of a terminal that does not run, as the owner of its data directory: root becomes that
/// user first, so that no file of the store ever belongs to root, and another user is refused.
final class StoppedTerminal implements RequestHandler {
  private final Surroundings surroundings;
  private final Path config;
  private final Settings settings;

  StoppedTerminal(Surroundings surroundings, Path config, Settings settings) {
    this.surroundings = surroundings;
    this.config = config;
    this.settings = settings;
  }

  @Override
  public ExitCode handle(Request request, Output output) {
    if (request instanceof Request.Screen) {
      return ScreenRequests.notHere(output);
    }
    if (request instanceof Request.DoorUnlock) {
      return DoorRequests.notHere(output);
    }
    Path directory = settings.store().directory();
    boolean there = Files.exists(directory);
    if (there) {
      becomeOwner(surroundings, directory);
    }
    boolean empty = !there || isEmpty(directory);
    if (empty && request instanceof Request.Status(boolean json)) {
      StatusText.lines(status(Optional.empty()), json).forEach(output::out);
      return ExitCode.OK;
    }
    // A roster may be brought before the terminal's first start. The store then belongs to whoever brought it, as it
    // would to whoever started the terminal first; a packaged terminal has its directory, and owner, from the start.
    if (empty && !(request instanceof Request.RosterImport)) {
      throw new CommandFailure(ExitCode.NO_INPUT,
          "there is no store at " + directory + " yet; the terminal makes it at its first start");
    }
    if (request instanceof Request.LedgerVerify verify) {
      return LedgerRequests.verify(verify, output, asked -> StoredLedger.verify(surroundings, asked, directory));
    }
    try (PunchStore store = open()) {
      Operations operations = new Operations(store, () -> status(Optional.of(store)), settings.terminal().zone(),
          applied -> enter(store, applied), evidence(store),
          new WorkerOperations(store, recorder(store), settings.terminal().zone(), settings.punch().longestShift(),
              PinHash.COST),
          () -> {});
      return new FingerRequests(operations, store, recorder(store), Optional.empty()).handle(request, output);
    }
  }

  private Evidence evidence(PunchStore store) {
    return new Evidence(store, key(), settings.terminal().zone(), () -> surroundings.clock().now().wall());
  }

  /// Not made here: that is for the first start.
  private Optional<LedgerKey> key() {
    try {
      return LedgerKey.find(settings.store().directory());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private PunchStore open() {
    try {
      return surroundings.stores().apply(settings);
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.IN_USE) {
        throw new CommandFailure(ExitCode.TRY_AGAIN,
            e.getMessage() + "; it does not answer at " + settings.control().socket() + ", so try again in a moment");
      }
      throw e;
    }
  }

  private void enter(PunchStore store, RosterStore.Applied applied) {
    recorder(store).record(new Content.RosterApplied(applied.version(), applied.workers(), applied.credentials()));
  }

  private Recorder recorder(PunchStore store) {
    return new Recorder() {
      @Override
      public StoredEntry record(Content content) {
        LedgerWriter writer = store.writer();
        StoredEntry entry = writer.append(surroundings.drafts().apply(content));
        writer.commit();
        return entry;
      }

      @Override
      public Reading now() {
        return surroundings.clock().now();
      }
    };
  }

  /// Root becomes the owner of the directory.
  static void becomeOwner(Surroundings surroundings, Path directory) {
    int me = uid(Path.of("/proc/self"));
    int owner = uid(directory);
    if (me == owner) {
      return;
    }
    String name = ownerName(directory);
    if (me != 0) {
      throw new CommandFailure(ExitCode.NO_PERMISSION, "the terminal is stopped and its store at " + directory
          + " belongs to user " + name + ": run this command as that user or as root");
    }
    try {
      surroundings.owner().becomeOwnerOf(directory);
    } catch (RuntimeException e) {
      throw new CommandFailure(ExitCode.NO_PERMISSION, "cannot become user " + name + ": " + e.getMessage());
    }
  }

  private static int uid(Path path) {
    return (int) attribute(path, "unix:uid");
  }

  private static Object attribute(Path path, String name) {
    try {
      return Files.getAttribute(path, name);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.NO_PERMISSION, path + " cannot be looked at: " + e.getMessage());
    }
  }

  private static String ownerName(Path path) {
    try {
      return Files.getOwner(path).getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.NO_PERMISSION, directory + " cannot be read: " + e.getMessage());
    }
  }

  private Status status(Optional<PunchStore> store) {
    Status.Config file = new Status.Config(config.toString(), Status.ConfigState.GOOD, List.of());
    List<Status.Reader> readers = settings.readers().stream()
        .map(reader -> new Status.Reader(reader.name(), reader.driver(), reader.port(), Status.ReaderState.STOPPED,
            Optional.empty(), 0, Collections.emptySortedMap()))
        .toList();
    return new Status(Version.value(), Optional.of(settings.terminal().site()), Optional.of(settings.terminal().id()),
        false, Optional.empty(),
        store.map(
            s -> new Status.Ledger(s.ledger(), s.committedThrough(), s.outbox().deliveredThrough(),
                s.outbox().setAside().list().size(), Optional.of(s.head()),
                key().map(key -> key.publicKey().hex()))),
        Status.Mqtt.STOPPED, readers, Optional.empty(),
        store.map(s -> new Status.Roster(s.roster().version(),
            (int) s.roster().workers().stream().filter(worker -> worker.active()).count())),
        free(settings.store().directory()), file, bootId(),
        Optional.of(new Status.Panel(settings.panel().driver(), settings.panel().port(), Status.ReaderState.STOPPED,
            Optional.empty(), Optional.empty())),
        new Status.Fittings(settings.door().map(door -> new Status.Door(door.port(), Status.ReaderState.STOPPED,
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
            settings.contacts().stream().map(contact -> new Status.Contact(contact.which().word(), contact.port(),
                Status.ReaderState.STOPPED, Optional.empty(), false, Optional.empty())).toList(),
            Optional.empty(), Optional.empty(),
            settings.keypads().stream().map(keypad -> new Status.Keypad(keypad.name().value(), keypad.driver(),
                keypad.port(), Status.ReaderState.STOPPED, Optional.empty(), Optional.empty())).toList(),
            settings.ups().map(ups -> new Status.Battery(ups.port(), Status.ReaderState.STOPPED, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))));
  }

  /// What can be said of a stopped terminal whose configuration is bad.
  static List<String> statusWithoutSettings(Path config, List<String> mistakes, boolean json) {
    return StatusText.lines(new Status(Version.value(), Optional.empty(), Optional.empty(), false, Optional.empty(),
        Optional.empty(), Status.Mqtt.STOPPED, List.of(), Optional.empty(), Optional.empty(), OptionalLong.empty(),
        new Status.Config(config.toString(), Status.ConfigState.BAD, mistakes), bootId()), json);
  }

  private static OptionalLong free(Path directory) {
    try {
      return OptionalLong.of(Files.getFileStore(directory).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
