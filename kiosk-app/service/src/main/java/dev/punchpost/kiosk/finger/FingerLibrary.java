package dev.punchpost.kiosk.finger;

import dev.punchpost.drivers.fingervault.FingerVault;
import dev.punchpost.drivers.fingervault.Opening;
import dev.punchpost.drivers.fingervault.TemplateLabel;
import dev.punchpost.drivers.r503.FingerTemplate;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.SealedFinger;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.FingerStore;
import dev.punchpost.kiosk.store.FingerStore.Owed;
import dev.punchpost.kiosk.store.FingerStore.Stored;
import dev.punchpost.kiosk.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the store says about the libraries of modules, for the threads of readers. These are interrupted when they are
/// to end, which a thread inside the database must never be: a thread of its own, `fingers`, asks the store and waits for
/// the ledger. Thread-safe.
public final class FingerLibrary implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FingerLibrary.class);

  /// A template that belongs into a module.
  record Entitled(WorkerId worker, int place, int version, FingerTemplate template) {}

  /// What must be in a module.
  ///
  /// @param entitled what must be in it
  /// @param owed what must be erased in it, and proved
  /// @param reserved places that no new finger may have: with those of inactive workers
  /// @param unusable places whose template in the store was changed by somebody
  record Plan(List<Entitled> entitled, List<Owed> owed, Set<Integer> reserved, List<Integer> unusable) {}

  private final FingerStore store;
  private final Function<Content, StoredEntry> recorder;
  private final ExecutorService thread = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("fingers").factory());
  private final AtomicLong changes = new AtomicLong();

  /// @param recorder enters something into the ledger, and waits until it is stored
  public FingerLibrary(FingerStore store, Function<Content, StoredEntry> recorder) {
    this.store = store;
    this.recorder = recorder;
  }

  /// Something that modules must follow has changed: a roster, a consent, a worker. Any thread; returns at once.
  public void changed() {
    changes.incrementAndGet();
  }

  /// Grows with each change.
  long changes() {
    return changes.get();
  }

  /// What must be in the module of a reader.
  ///
  /// @throws HalException IO if the store does not say; PERMISSION if the templates were sealed with another key: then
  ///   nobody knows what is right, and nothing may be deleted
  Plan plan(ReaderName reader, FingerVault vault) {
    return ask("asked for the templates", () -> {
      List<Entitled> entitled = new ArrayList<>();
      List<Integer> unusable = new ArrayList<>();
      Set<Integer> reserved = new HashSet<>();
      for (Stored stored : store.of(reader)) {
        reserved.add(stored.place());
        switch (vault.open(stored.sealed().bytes(), label(stored.worker(), stored.place(), stored.version()))) {
          case Opening.Opened(FingerTemplate template) -> {
            if (stored.active()) {
              entitled.add(new Entitled(stored.worker(), stored.place(), stored.version(), template));
            }
          }
          case Opening.WrongKey _ -> throw new HalException(Kind.PERMISSION, "the templates of reader " + reader
              + " were sealed with another key than key-file or the credential has: bring that key back, or delete the"
              + " fingers of every worker ('punchpost finger list') and enrol them anew");
          case Opening.Changed _,Opening.NotSealedHere _ -> unusable.add(stored.place());
        }
      }
      List<Owed> owed = store.owed(reader);
      owed.forEach(it -> reserved.add(it.place()));
      return new Plan(entitled, owed, reserved, unusable);
    });
  }

  /// Whether a finger of this worker may be captured.
  boolean consented(WorkerId worker) {
    return ask("asked for a consent", () -> store.consent(worker).isPresent());
  }

  /// Seals a new template and enters it.
  ///
  /// @return its version and its entry; empty if the consent was withdrawn meanwhile
  Optional<Enrolled> enrolled(WorkerId worker, ReaderName reader, int place, FingerVault vault,
      FingerTemplate template) {
    return ask("told of a finger", () -> {
      if (store.consent(worker).isEmpty()) {
        return Optional.empty();
      }
      int version = 1 + store.all().stream().filter(it -> it.worker().equals(worker)).mapToInt(Stored::version).max()
          .orElse(0);
      SealedFinger sealed = new SealedFinger(vault.seal(template, label(worker, place, version)));
      StoredEntry entry = recorder.apply(new Content.FingerEnrolled(worker, reader, place, version, sealed));
      return Optional.of(new Enrolled(version, entry.seq()));
    });
  }

  /// @param version of the template
  /// @param seq of the entry
  record Enrolled(int version, long seq) {}

  /// Enters something and waits until it is stored.
  void record(Content content) {
    ask("told what was done", () -> recorder.apply(content));
  }

  private static TemplateLabel label(WorkerId worker, int place, int version) {
    return new TemplateLabel(worker.value(), place, version);
  }

  private <T> T ask(String what, Callable<T> question) {
    try {
      return thread.submit(question).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HalException(Kind.IO, "interrupted while the store was " + what, e);
    } catch (RejectedExecutionException e) {
      throw new HalException(Kind.IO, "the terminal is being stopped", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HalException known) {
        throw new HalException(known.kind(), String.valueOf(known.getMessage()), known);
      }
      if (e.getCause() instanceof StoreException failed) {
        throw new HalException(Kind.IO, "the store failed when it was " + what + ": " + failed.getMessage(), failed);
      }
      throw new IllegalStateException(what, e);
    }
  }

  /// After the readers, and before the punch thread.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("The thread of fingers does not end; it is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
