package dev.punchpost.kiosk.control;

import dev.punchpost.drivers.r503.Capture.Hint;
import dev.punchpost.drivers.r503.EnrolStep;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.finger.FingerReader.Enrolling;
import dev.punchpost.kiosk.finger.FingerReader.Talk;
import dev.punchpost.kiosk.finger.FingerStations;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.Worker;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.FingerStore;
import dev.punchpost.kiosk.store.PunchStore;
import dev.punchpost.kiosk.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Consents and fingers; hands all other requests on. On a terminal that does not run everything but an enrolment can be
/// done: modules follow when it is started. Thread-safe.
public final class FingerRequests implements RequestHandler {
  private static final Pattern TEXT_VERSION = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String ROW = "%-32s  %-16s  %5s  %7s  %8s  %s";

  private final RequestHandler others;
  private final PunchStore store;
  private final Recorder recorder;
  private final Optional<FingerStations> stations;

  /// @param others answers every other request
  /// @param stations empty on a terminal that does not run
  public FingerRequests(RequestHandler others, PunchStore store, Recorder recorder, Optional<FingerStations> stations) {
    this.others = others;
    this.store = store;
    this.recorder = recorder;
    this.stations = stations;
  }

  @Override
  public ExitCode handle(Request request, Output output) {
    if (!(request instanceof Request.OfFingers it)) {
      return others.handle(request, output);
    }
    try {
      return switch (it) {
        case Request.ConsentGive(String worker, String version) -> give(listed(worker), version, output);
        case Request.ConsentWithdraw(String worker) -> withdraw(id(worker), output);
        case Request.FingerEnrol enrol -> enrol(enrol, output);
        case Request.FingerDelete(String worker) -> delete(id(worker), output);
        case Request.FingerList _ -> list(output);
      };
    } catch (Refusal refusal) {
      output.err(refusal.words());
      return refusal.code();
    } catch (HalException e) {
      output.err(String.valueOf(e.getMessage()));
      return e.kind() == HalException.Kind.BUSY ? ExitCode.TRY_AGAIN : ExitCode.IO;
    } catch (StoreException e) {
      output.err("the store failed: " + e.getMessage());
      return ExitCode.of(e.kind());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      output.err("the service is being stopped");
      return ExitCode.TRY_AGAIN;
    }
  }

  /// What a terminal that has no store at hand says.
  static ExitCode notHere(Output output) {
    output.err("this terminal cannot look after fingers now");
    return ExitCode.TRY_AGAIN;
  }

  private static WorkerId id(String text) throws Refusal {
    try {
      return new WorkerId(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  private WorkerId listed(String text) throws Refusal {
    WorkerId id = id(text);
    return store.roster().workers().stream().filter(it -> it.id().equals(id) && it.active()).map(Worker::id)
        .findFirst().orElseThrow(() -> new Refusal(
            "the roster has no active worker " + id + "; 'punchpost roster list' shows them"));
  }

  private ExitCode give(WorkerId worker, String version, Output output) throws Refusal {
    if (!TEXT_VERSION.matcher(version).matches()) {
      throw new Refusal(ExitCode.USAGE,
          "--text-version names the text that the worker has read: 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    if (store.fingers().consent(worker).filter(it -> it.textVersion().equals(version)).isPresent()) {
      throw new Refusal("worker " + worker + " has agreed to text " + version + " already");
    }
    StoredEntry entry = recorder.record(new Content.ConsentGiven(worker, version));
    output.out("entry " + entry.seq() + ": worker " + worker + " agrees to text " + version);
    return ExitCode.OK;
  }

  private ExitCode withdraw(WorkerId worker, Output output) throws Refusal, InterruptedException {
    List<FingerStore.Stored> fingers = of(worker);
    if (store.fingers().consent(worker).isEmpty() && fingers.isEmpty()) {
      throw new Refusal("there is no consent of worker " + worker + " to withdraw");
    }
    StoredEntry entry = recorder.record(new Content.ConsentWithdrawn(worker));
    output.out("entry " + entry.seq() + ": worker " + worker + " does not agree any more");
    return erase(worker, output);
  }

  private ExitCode delete(WorkerId worker, Output output) throws Refusal, InterruptedException {
    List<FingerStore.Stored> fingers = of(worker);
    if (fingers.isEmpty()) {
      throw new Refusal("worker " + worker + " has no finger in the store");
    }
    StoredEntry entry = recorder.record(new Content.FingerDeleted(worker, fingers.size()));
    output.out("entry " + entry.seq() + ": " + fingers.size() + (fingers.size() == 1 ? " finger" : " fingers")
        + " of worker " + worker + " deleted from the store");
    return erase(worker, output);
  }

  private List<FingerStore.Stored> of(WorkerId worker) {
    return store.fingers().all().stream().filter(it -> it.worker().equals(worker)).toList();
  }

  /// The entry is stored: out of the files, and out of the modules.
  private ExitCode erase(WorkerId worker, Output output) throws InterruptedException {
    Set<String> owing = store.fingers().owed().stream().filter(it -> it.worker().equals(worker))
        .map(it -> it.reader().value()).collect(Collectors.toCollection(TreeSet::new));
    if (!owing.isEmpty()) {
      store.roster().scrub();
    }
    stations.ifPresent(it -> it.changed(worker));
    for (String name : owing) {
      ReaderName reader = new ReaderName(name);
      boolean done = stations.isPresent() && stations.get().settled(reader)
          && store.fingers().owed(reader).stream().noneMatch(it -> it.worker().equals(worker));
      output.out(done
          ? "reader " + reader + ": erased in the module too; the ledger has the proof"
          : "reader " + reader
              + ": its module cannot be reached now; it is erased there before it takes the next finger,"
              + " and the ledger will have the proof");
    }
    return ExitCode.OK;
  }

  private ExitCode enrol(Request.FingerEnrol request, Output output) throws Refusal, InterruptedException {
    FingerStations here = stations.orElseThrow(() -> new Refusal(ExitCode.TRY_AGAIN,
        "the service must run for this: its readers belong to it (sudo systemctl start punchpost)"));
    ReaderName reader = reader(request.reader(), here.names());
    WorkerId worker = listed(request.worker());
    if (store.fingers().consent(worker).isEmpty()) {
      throw noConsent(worker);
    }
    Enrolling end = here.enrol(reader, worker, Duration.ofSeconds(request.seconds()), new Talk() {
      @Override
      public void tell(EnrolStep step) {
        output.out(words(step));
        output.flush();
      }

      @Override
      public boolean goesOn() {
        output.awaken();
        return true;
      }
    });
    return switch (end) {
      case Enrolling.Done(int place, long seq) -> {
        output.out("entry " + seq + ": worker " + worker + " has a finger at reader " + reader + ", place " + place);
        yield ExitCode.OK;
      }
      case Enrolling.Full(int capacity) -> throw new Refusal(ExitCode.UNAVAILABLE, "the module of reader " + reader
          + " is full: all " + capacity + " places are taken; 'punchpost finger list' shows by whom");
      case Enrolling.Known(Optional<WorkerId> owner, int place) -> throw new Refusal("this finger is in the module"
          + " already, at place " + place + owner.map(it -> ", of worker " + it).orElse("") + "; nothing was stored");
      case Enrolling.TimedOut _ -> throw new Refusal(ExitCode.NO_INPUT,
          "no finger came in " + request.seconds() + " s; nothing was stored");
      case Enrolling.GivenUp _ -> throw new Refusal(ExitCode.TRY_AGAIN, "given up; nothing was stored");
      case Enrolling.NoConsent _ -> throw noConsent(worker);
    };
  }

  private static Refusal noConsent(WorkerId worker) {
    return new Refusal("worker " + worker + " has not agreed to the capture of a finger: nothing is captured before"
        + " 'punchpost consent give " + worker + " --text-version VERSION'");
  }

  private static ReaderName reader(Optional<String> asked, List<ReaderName> there) throws Refusal {
    if (there.isEmpty()) {
      throw new Refusal(ExitCode.UNAVAILABLE,
          "this terminal has no fingerprint module: add a [[reader]] with driver = \"r503\" to the configuration");
    }
    if (asked.isEmpty() && there.size() > 1) {
      throw new Refusal(ExitCode.USAGE, "--reader says at which one: " + there);
    }
    return asked.isEmpty()
        ? there.getFirst()
        : there.stream().filter(it -> it.value().equals(asked.get())).findFirst()
            .orElseThrow(() -> new Refusal(ExitCode.UNAVAILABLE,
                "no reader of this name has a fingerprint module; there is " + there));
  }

  private static String words(EnrolStep step) {
    return switch (step) {
      case EnrolStep.Press(int press, int of) -> "press " + press + " of " + of + ": put the finger on the sensor";
      case EnrolStep.Lift(int press) -> "press " + press + " is good: lift the finger";
      case EnrolStep.Poor(Hint hint, int _) -> switch (hint) {
        case PRESS_HARDER -> "press harder";
        case DRY_THE_FINGER -> "dry the finger";
        case HOLD_STILL -> "hold still";
        case MOVE_TO_THE_CENTRE -> "move to the centre";
        case PRESS_AGAIN -> "press once more";
      };
      case EnrolStep.Mismatch _ -> "these were not of one finger: begin anew";
      case EnrolStep.Known _,EnrolStep.Full _,EnrolStep.Stored _ -> "the end";
    };
  }

  private ExitCode list(Output output) {
    output.out(String.format(Locale.ROOT, ROW, "worker", "reader", "place", "version", "entry", "state"));
    for (FingerStore.Stored it : store.fingers().all()) {
      output.out(String.format(Locale.ROOT, ROW, it.worker(), it.reader(), it.place(), it.version(), it.seq(),
          it.active()
              ? "in force, text "
                  + store.fingers().consent(it.worker()).map(FingerStore.Consent::textVersion).orElse("")
              : "not in the module: the worker is not active"));
    }
    for (FingerStore.Owed it : store.fingers().owed()) {
      output.out(String.format(Locale.ROOT, ROW, it.worker(), it.reader(), it.place(), "-", "-",
          "gone from the store, still to be erased in the module"));
    }
    return ExitCode.OK;
  }
}
