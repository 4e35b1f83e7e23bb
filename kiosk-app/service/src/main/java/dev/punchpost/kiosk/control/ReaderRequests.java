package dev.punchpost.kiosk.control;

import dev.punchpost.drivers.desfire.DesfireIssuer;
import dev.punchpost.hal.credential.CredentialId;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.reader.BadgeLearning;
import dev.punchpost.kiosk.reader.BadgeLearning.Heard;
import dev.punchpost.kiosk.roster.RosterFile;
import dev.punchpost.kiosk.roster.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Answers requests that need the running terminal's readers, and hands all others on. Thread-safe.
public final class ReaderRequests implements RequestHandler {
  /// Writes a card at a reader.
  @FunctionalInterface
  public interface Issuer {
    /// @param patience how long to wait for a card
    /// @return empty if no single card came in time
    /// @throws NotPossible if there is no such reader, or it cannot write cards
    /// @throws dev.punchpost.hal.HalException if the reader is broken
    Optional<DesfireIssuer.Result> issue(ReaderName reader, Duration patience)
        throws NotPossible, InterruptedException;
  }

  /// Says why in words.
  public static final class NotPossible extends Exception {
    private static final long serialVersionUID = 1L;

    public NotPossible(String reason) {
      super(reason);
    }
  }

  /// Taps of one session; more is no learning.
  private static final int MOST_TAPS = 50;

  private final RequestHandler others;
  private final Supplier<List<Worker>> roster;
  private final BadgeLearning learning;
  private final Issuer issuer;

  /// @param others answers every other request
  /// @param roster every worker in force; asked on the request's thread
  public ReaderRequests(RequestHandler others, Supplier<List<Worker>> roster, BadgeLearning learning, Issuer issuer) {
    this.others = others;
    this.roster = roster;
    this.learning = learning;
    this.issuer = issuer;
  }

  @Override
  public ExitCode handle(Request request, Output output) {
    try {
      return switch (request) {
        case Request.ReaderLearn learn -> learn(learn, output);
        case Request.CardIssue issue -> issue(issue, output);
        default -> others.handle(request, output);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      output.err("the service is being stopped");
      return ExitCode.TRY_AGAIN;
    }
  }

  /// What a terminal without running readers says.
  static ExitCode notHere(Output output) {
    output.err("the service must run for this: its readers belong to it (sudo systemctl start punchpost)");
    return ExitCode.TRY_AGAIN;
  }

  private ExitCode learn(Request.ReaderLearn request, Output output) throws InterruptedException {
    Optional<Worker> worker = Optional.empty();
    if (request.worker().isPresent()) {
      worker = active(request.worker().get(), output);
      if (worker.isEmpty()) {
        return ExitCode.DATA;
      }
    }
    Optional<BadgeLearning.Session> begun = learning.begin();
    if (begun.isEmpty()) {
      output.err("somebody else is learning badges at this terminal; try again later");
      return ExitCode.TRY_AGAIN;
    }
    Set<CredentialId> forms;
    try (BadgeLearning.Session session = begun.get()) {
      output.out("present one badge at each reader in turn; taps are no punches until " + request.seconds()
          + " s have passed without one");
      forms = listen(session, Duration.ofSeconds(request.seconds()), request.numbers(), output);
    }
    if (forms.isEmpty()) {
      output.err("no badge was presented");
      return ExitCode.NO_INPUT;
    }
    if (severalBadges(forms)) {
      output.err("two different full numbers were read: these are two badges" + (worker.isPresent()
          ? "; nothing was stored"
          : ""));
      return ExitCode.DATA;
    }
    return worker.isPresent() ? store(worker.get(), forms, "reader learn", output) : ExitCode.OK;
  }

  private Set<CredentialId> listen(BadgeLearning.Session session, Duration patience, boolean numbers, Output output)
      throws InterruptedException {
    Map<CredentialId, Worker> owners = owners();
    Set<CredentialId> forms = new LinkedHashSet<>();
    for (int taps = 0; taps < MOST_TAPS; taps++) {
      Optional<Heard> heard = session.next(patience);
      if (heard.isEmpty()) {
        break;
      }
      CredentialId id = heard.get().credential().id();
      forms.add(id);
      Worker owner = owners.get(id);
      output.out("reader " + heard.get().reader() + ": " + (numbers ? id.canonical() : id.toString())
          + (owner == null ? ", not in the roster" : ", badge of worker " + owner.id()));
    }
    return forms;
  }

  private Map<CredentialId, Worker> owners() {
    Map<CredentialId, Worker> owners = new HashMap<>();
    for (Worker worker : roster.get()) {
      worker.credentials().forEach(badge -> owners.put(badge, worker));
    }
    return owners;
  }

  /// A badge has one UID and one EM number, and as many Wiegand forms as there are readers.
  private static boolean severalBadges(Set<CredentialId> forms) {
    return List.of(CredentialId.Scheme.UID, CredentialId.Scheme.EM, CredentialId.Scheme.CARD).stream()
        .anyMatch(scheme -> forms.stream().filter(form -> form.scheme() == scheme).count() > 1);
  }

  private ExitCode issue(Request.CardIssue request, Output output) throws InterruptedException {
    Optional<Worker> worker = Optional.empty();
    if (request.worker().isPresent()) {
      worker = active(request.worker().get(), output);
      if (worker.isEmpty()) {
        return ExitCode.DATA;
      }
    }
    ReaderName reader;
    try {
      reader = new ReaderName(request.reader());
    } catch (IllegalArgumentException e) {
      output.err(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    }
    output.out("hold the card on reader " + reader + " until the end");
    Optional<DesfireIssuer.Result> result;
    try {
      result = issuer.issue(reader, Duration.ofSeconds(request.seconds()));
    } catch (NotPossible e) {
      output.err(String.valueOf(e.getMessage()));
      return ExitCode.UNAVAILABLE;
    } catch (dev.punchpost.hal.HalException e) {
      output.err(String.valueOf(e.getMessage()));
      return ExitCode.IO;
    }
    if (result.isEmpty()) {
      output.err("no card came in " + request.seconds() + " s, or several at once");
      return ExitCode.NO_INPUT;
    }
    return switch (result.get()) {
      case DesfireIssuer.Result.Issued(var number, boolean renewed) -> {
        if (renewed) {
          output.out("the card had been one of ours before: its old number is void");
        }
        if (worker.isPresent()) {
          ExitCode stored = store(worker.get(), Set.of(number.id()), "card issue", output);
          if (stored == ExitCode.OK) {
            output.out("the card is a badge of worker " + worker.get().id() + " now");
          }
          yield stored;
        }
        output.out(number.id().canonical());
        yield ExitCode.OK;
      }
      case DesfireIssuer.Result.NotSuitable(String reason) -> {
        output.err("the card cannot be a badge: " + reason);
        yield ExitCode.DATA;
      }
      case DesfireIssuer.Result.TakenAway _ -> {
        output.err("the card was taken away too soon; issue it once more");
        yield ExitCode.TRY_AGAIN;
      }
      case DesfireIssuer.Result.Refused(String step, int status) -> {
        output.err(String.format(java.util.Locale.ROOT, "the card refused to %s (status %02X); is it another site's, or"
            + " closed to new applications?", step, status));
        yield ExitCode.IO;
      }
    };
  }

  private Optional<Worker> active(String id, Output output) {
    Optional<Worker> worker = roster.get().stream().filter(w -> w.id().value().equals(id) && w.active())
        .findFirst();
    if (worker.isEmpty()) {
      output.err("the roster has no active worker with this id; 'punchpost roster list' shows them");
    }
    return worker;
  }

  private ExitCode store(Worker worker, Set<CredentialId> forms, String source, Output output) {
    Map<CredentialId, Worker> owners = owners();
    for (CredentialId form : forms) {
      Worker owner = owners.get(form);
      if (owner != null && owner.active() && !owner.id().equals(worker.id())) {
        output.err("badge " + form + " belongs to worker " + owner.id() + "; nothing was stored");
        return ExitCode.DATA;
      }
    }
    List<String> lines = new ArrayList<>();
    RosterFile.write(List.of(new Worker(worker.id(), worker.name(), worker.language(), worker.roles(), true,
        List.copyOf(forms))), lines::add);
    return others.handle(new Request.RosterImport(source, String.join("\n", lines) + "\n", true), output);
  }
}
