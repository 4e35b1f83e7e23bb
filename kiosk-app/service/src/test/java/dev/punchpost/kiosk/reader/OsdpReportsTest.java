package dev.punchpost.kiosk.reader;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.punchpost.drivers.osdp.OsdpEvent;
import dev.punchpost.drivers.osdp.PdIdentity;
import dev.punchpost.hal.credential.ReaderName;
import dev.punchpost.kiosk.ledger.Content;
import dev.punchpost.kiosk.panel.Screen;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OsdpReportsTest {
  private static final ReaderName FRONT = new ReaderName("front");

  private final List<Content> entries = new CopyOnWriteArrayList<>();
  private final List<Screen> screens = new CopyOnWriteArrayList<>();
  private final OsdpReports reports = new OsdpReports(entries::add, screens::add);

  @AfterEach
  void close() {
    reports.close();
  }

  private static OsdpEvent online() {
    return new OsdpEvent.Online(FRONT, new PdIdentity("0008E1", 1, 1, 1, "1.0.0"), true);
  }

  @Test
  void aDoubtIsEnteredOnceUntilItChangesOrIsGone() {
    OsdpEvent tamper = new OsdpEvent.NotTrusted(FRONT, OsdpEvent.Doubt.TAMPER);
    for (int i = 0; i < 50; i++) {
      reports.accept(tamper);
    }
    reports.accept(new OsdpEvent.NotTrusted(FRONT, OsdpEvent.Doubt.WRONG_KEY));
    reports.accept(online());
    reports.accept(tamper);
    await().until(() -> entries.size() >= 3);
    assertEquals(List.of(new Content.ReaderNotTrusted(FRONT, Content.ReaderNotTrusted.Doubt.TAMPER),
        new Content.ReaderNotTrusted(FRONT, Content.ReaderNotTrusted.Doubt.WRONG_KEY),
        new Content.ReaderNotTrusted(FRONT, Content.ReaderNotTrusted.Doubt.TAMPER)), entries);
  }

  @Test
  void everyUseOfTheDefaultKeyIsEnteredButNotEachRetry() {
    reports.accept(new OsdpEvent.DefaultKeyUsed(FRONT));
    reports.accept(new OsdpEvent.DefaultKeyUsed(FRONT));
    reports.accept(new OsdpEvent.KeyInstalled(FRONT));
    reports.accept(online());
    reports.accept(new OsdpEvent.DefaultKeyUsed(FRONT));
    await().until(() -> entries.size() >= 3);
    assertEquals(List.of(new Content.ReaderDefaultKeyUsed(FRONT), new Content.ReaderKeyInstalled(FRONT),
        new Content.ReaderDefaultKeyUsed(FRONT)), entries);
  }

  @Test
  void whatIsEnteredLastIsWrittenBeforeTheEnd() {
    for (int i = 0; i < 20; i++) {
      reports.accept(new OsdpEvent.KeyInstalled(FRONT));
    }
    reports.close();
    assertEquals(20, entries.size());
  }

  @Test
  void aCardThatIsNotUnderstoodIsExplainedToItsHolder() {
    for (OsdpEvent.Fault fault : OsdpEvent.Fault.values()) {
      reports.accept(new OsdpEvent.Unreadable(FRONT, fault, 35));
    }
    assertEquals(List.of(Screen.Refused.Reason.NO_IDENTITY, Screen.Refused.Reason.HOLD_LONGER,
        Screen.Refused.Reason.HOLD_LONGER, Screen.Refused.Reason.NO_IDENTITY, Screen.Refused.Reason.NOT_RECORDED),
        screens.stream().map(screen -> ((Screen.Refused) screen).reason()).toList());
    assertEquals(List.of(), entries);
  }
}
