package dev.punchpost.kiosk.finger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.fingervault.FingerVault;
import dev.punchpost.drivers.fingervault.TemplateLabel;
import dev.punchpost.drivers.fingervault.VaultKey;
import dev.punchpost.drivers.r503.EnrolStep;
import dev.punchpost.drivers.r503.FingerTemplate;
import dev.punchpost.drivers.r503.R503;
import dev.punchpost.drivers.r503.R503Options;
import dev.punchpost.drivers.r503.R503Simulator;
import dev.punchpost.drivers.r503.R503Simulator.Press;
import dev.punchpost.hal.HalException;
import dev.punchpost.hal.HalException.Kind;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.hal.panel.Signal;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;
import dev.punchpost.kiosk.finger.FingerReader.Enrolling;
import dev.punchpost.kiosk.finger.FingerReader.Talk;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.ledger.EntryId;
import dev.punchpost.kiosk.ledger.SealedFinger;
import dev.punchpost.kiosk.ledger.StoredEntry;
import dev.punchpost.kiosk.roster.WorkerId;
import dev.punchpost.kiosk.store.FingerStore;
import dev.punchpost.kiosk.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A reader over a simulated module and a store in memory.
class FingerReaderTest {
  private static final ReaderName DOOR = new ReaderName("door");
  private static final WorkerId ANA = new WorkerId("ana");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final FingerVault VAULT = new FingerVault(VaultKey.of(new byte[32]));

  private final ManualTicker ticker = new ManualTicker();
  private final ManualPause pause = new ManualPause(ticker);
  private final Map<Integer, FingerStore.Stored> stored = new HashMap<>();
  private final List<Content> entries = new ArrayList<>();
  private final FingerRing ring = new FingerRing();
  private boolean consent = true;
  private boolean storeFails;
  private final FingerLibrary library = new FingerLibrary(new FingerStore() {
    @Override
    public Optional<Consent> consent(WorkerId worker) {
      return consent ? Optional.of(new Consent(worker, "1", 1)) : Optional.empty();
    }

    @Override
    public List<Stored> all() {
      return List.copyOf(stored.values());
    }

    @Override
    public List<Owed> owed() {
      return List.of();
    }
  }, this::record);

  private StoredEntry record(Content content) {
    if (storeFails) {
      throw new StoreException(StoreException.Kind.FULL, "full", null);
    }
    entries.add(content);
    if (content instanceof Content.FingerEnrolled it) {
      stored.put(it.place(),
          new FingerStore.Stored(it.worker(), it.reader(), it.place(), it.version(), 1, true, it.sealed()));
    }
    return new StoredEntry(entries.size(), new EntryId(new UUID(7L << 12, entries.size())), content.type(), "{}");
  }

  @AfterEach
  void close() {
    library.close();
  }

  private void store(int place, int finger) {
    SealedFinger sealed = new SealedFinger(VAULT.seal(new FingerTemplate(R503Simulator.template(finger)),
        new TemplateLabel(ANA.value(), place, 1)));
    stored.put(place, new FingerStore.Stored(ANA, DOOR, place, 1, 1, true, sealed));
  }

  private FingerReader reader(R503Simulator chip, FingerVault vault) {
    return new FingerReader(DOOR, new R503(chip.link(pause), ticker, pause, R503Options.defaults()), vault, library,
        ring, ticker, pause);
  }

  private FingerReader reader(R503Simulator chip) {
    return reader(chip, VAULT);
  }

  private List<Content> repairs() {
    return entries.stream().filter(Content.FingerLibraryRepaired.class::isInstance).toList();
  }

  @Test
  void aModuleInStepIsNotTouchedAndItsFingersAreTold() {
    R503Simulator chip = new R503Simulator();
    chip.know(0, 5);
    store(0, 5);
    FingerReader reader = reader(chip);
    assertEquals(Optional.empty(), reader.next(SECOND));
    assertEquals(List.of(), entries);
    chip.touch(5, Press.GOOD);
    ReaderEvent.Presented presented = (ReaderEvent.Presented) reader.next(SECOND).orElseThrow();
    assertEquals(new Credential.Finger(DOOR, 0, 1), presented.credential());
    assertEquals(1, reader.counts().presented());
    chip.lift();
    assertTrue(reader.next(SECOND).orElseThrow() instanceof ReaderEvent.Removed);
    chip.touch(6, Press.SMEARED);
    assertEquals(ReaderEvent.Reason.HOLD_STILL,
        ((ReaderEvent.Unreadable) reader.next(SECOND).orElseThrow()).reason());
  }

  @Test
  void whatCameOfAFingerIsShownByTheRingAndAModuleWithoutOneIsLeftAlone() {
    R503Simulator chip = new R503Simulator();
    chip.know(0, 5);
    store(0, 5);
    FingerReader reader = reader(chip);
    chip.touch(5, Press.GOOD);
    reader.next(SECOND);
    Signal.Step green = new Signal.Step(Signal.Light.GREEN, 0, Duration.ofMillis(100));
    Signal.Step dark = new Signal.Step(Signal.Light.OFF, 0, Duration.ofMillis(40));
    ring.play(new Signal(List.of(green, dark, green)));
    assertEquals(Optional.empty(), reader.next(Duration.ofMillis(100)));
    // Flashing, its speed, blue, twice (manual, "AuraLedConfig").
    assertArrayEquals(new byte[]{2, 25, 2, 2}, chip.ring());

    chip.withoutRing();
    ring.play(new Signal(List.of(green)));
    chip.lift();
    assertTrue(reader.next(SECOND).orElseThrow() instanceof ReaderEvent.Removed);
    long heard = chip.heard();
    ring.play(new Signal(List.of(green)));
    assertEquals(Optional.empty(), reader.next(Duration.ofMillis(10)));
    assertTrue(chip.heard() <= heard + 1, "asked for a finger, and not for light");
  }

  @Test
  void aTemplateThatWasChangedInTheStoreIsOfNoUseAndToldOnce() {
    R503Simulator chip = new R503Simulator();
    chip.know(0, 5);
    store(0, 5);
    byte[] changed = stored.values().iterator().next().sealed().bytes();
    changed[changed.length - 1] ^= 1;
    stored.put(0, new FingerStore.Stored(ANA, DOOR, 0, 1, 1, true, new SealedFinger(changed)));
    FingerReader reader = reader(chip);
    reader.next(SECOND);
    assertEquals(List.of(new Content.FingerLibraryRepaired(DOOR, List.of(0), List.of(), List.of(0))), repairs());
    library.changed();
    reader.next(SECOND);
    assertEquals(1, repairs().size());
    assertEquals(List.of(), chip.taken());
  }

  @Test
  void aSmallerModuleNamesThePlacesThatItDoesNotHave() {
    store(0, 5);
    store(150, 6);
    R503Simulator chip = new R503Simulator(100, 2, 0xFFFFFFFFL, 0);
    reader(chip).next(SECOND);
    assertEquals(List.of(new Content.FingerLibraryRepaired(DOOR, List.of(), List.of(0), List.of(150))), repairs());
    assertEquals(List.of(0), chip.taken());
  }

  @Test
  void anotherKeyIsRefusedAndNothingIsDeleted() {
    R503Simulator chip = new R503Simulator();
    chip.know(0, 5);
    store(0, 5);
    byte[] other = new byte[32];
    other[0] = 1;
    FingerVault vault = new FingerVault(VaultKey.of(other));
    assertEquals(Kind.PERMISSION, assertThrows(HalException.class, () -> reader(chip, vault)).kind());
    assertEquals(List.of(0), chip.taken());
  }

  @Test
  void aModuleThatIsExchangedWhileNobodyTouchesItIsNoticedWithinAMinute() {
    R503Simulator chip = new R503Simulator();
    store(0, 5);
    FingerReader reader = reader(chip);
    reader.next(SECOND);
    chip.know(9, 77);
    for (int i = 0; i < 61; i++) {
      reader.next(SECOND);
    }
    assertEquals(List.of(0), chip.taken());
    assertEquals(new Content.FingerLibraryRepaired(DOOR, List.of(9), List.of(), List.of()), repairs().getLast());
  }

  /// Presses the same finger as often as it is asked for.
  private static class Hand implements Talk {
    private final R503Simulator chip;
    private final List<EnrolStep> told = new ArrayList<>();

    Hand(R503Simulator chip) {
      this.chip = chip;
    }

    @Override
    public void tell(EnrolStep step) {
      told.add(step);
      switch (step) {
        case EnrolStep.Press _ -> chip.touch(8, Press.GOOD);
        case EnrolStep.Lift _ -> chip.lift();
        default -> {
          // nothing to do
        }
      }
    }

    @Override
    public boolean goesOn() {
      return true;
    }
  }

  @Test
  void anEnrolmentTakesTheLowestPlaceThatNobodyHas() {
    R503Simulator chip = new R503Simulator();
    store(0, 5);
    SealedFinger sealed = new SealedFinger(VAULT.seal(new FingerTemplate(R503Simulator.template(7)),
        new TemplateLabel("bob", 1, 1)));
    // Not in the module, because its worker is not active.
    stored.put(1, new FingerStore.Stored(new WorkerId("bob"), DOOR, 1, 1, 1, false, sealed));
    FingerReader reader = reader(chip);
    Hand hand = new Hand(chip);
    assertEquals(new Enrolling.Done(2, 2), reader.enrol(ANA, SECOND, hand));
    assertEquals(List.of(0, 2), chip.taken());
    assertEquals(List.of(new EnrolStep.Press(1, 2), new EnrolStep.Lift(1), new EnrolStep.Press(2, 2),
        new EnrolStep.Lift(2)), hand.told);
    assertEquals(Optional.empty(), reader.next(SECOND), "the finger that was enrolled does not punch");
  }

  @Test
  void withoutConsentNothingIsCapturedAndOneThatIsWithdrawnMeanwhileLeavesNothing() {
    R503Simulator chip = new R503Simulator();
    FingerReader reader = reader(chip);
    consent = false;
    long heard = chip.heard();
    assertEquals(new Enrolling.NoConsent(), reader.enrol(ANA, SECOND, new Hand(chip)));
    assertEquals(heard, chip.heard());
    consent = true;
    assertEquals(new Enrolling.NoConsent(), reader.enrol(ANA, SECOND, new Hand(chip) {
      @Override
      public void tell(EnrolStep step) {
        super.tell(step);
        consent = !step.equals(new EnrolStep.Press(2, 2));
      }
    }));
    assertEquals(List.of(), chip.taken());
    assertEquals(List.of(), entries);
  }

  @Test
  void aStoreThatFailsLeavesNoFingerInTheModule() {
    R503Simulator chip = new R503Simulator();
    FingerReader reader = reader(chip);
    reader.next(SECOND);
    storeFails = true;
    assertEquals(Kind.IO, assertThrows(HalException.class, () -> reader.enrol(ANA, SECOND, new Hand(chip))).kind());
    storeFails = false;
    chip.lift();
    reader.next(SECOND);
    assertEquals(List.of(), chip.taken());
    assertEquals(List.of(new Content.FingerLibraryRepaired(DOOR, List.of(0), List.of(), List.of())), entries);
  }

  @Test
  void nobodyWhoComesInTimeOrWhoHasGoneEndsIt() {
    R503Simulator chip = new R503Simulator();
    FingerReader reader = reader(chip);
    Talk silent = new Talk() {
      @Override
      public void tell(EnrolStep step) {}

      @Override
      public boolean goesOn() {
        return ticker.micros() < 60_000_000;
      }
    };
    assertEquals(new Enrolling.TimedOut(), reader.enrol(ANA, Duration.ofSeconds(10), silent));
    assertEquals(new Enrolling.GivenUp(), reader.enrol(ANA, Duration.ofMinutes(10), silent));
  }
}
