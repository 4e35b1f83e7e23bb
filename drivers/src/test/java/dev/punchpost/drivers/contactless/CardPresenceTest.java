package dev.punchpost.drivers.contactless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;
import dev.punchpost.hal.credential.ReaderEvent.Reason;
import dev.punchpost.hal.credential.ReaderName;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardPresenceTest {
  private static final TypeACard ANNA = card("04A224B2C31D80");
  private static final TypeACard BEN = card("04A224B2C31D81");
  private static final TypeACard PHONE = card("08112233");

  private Identity answer = new Identity.Refused(Reason.NOT_AUTHENTIC);
  private boolean asked;
  private final CardPresence presence = new CardPresence(new ReaderName("front"), new SteppedTime(),
      card -> asked ? answer : Identity.byUid(card));

  @Test
  void aCardHeldOnTheReaderIsReportedOnce() {
    assertEquals(List.of("presented 04A224B2C31D80"), after(one(ANNA), one(ANNA), one(ANNA), empty(), one(ANNA)));
  }

  @Test
  void aCardIsGoneAfterThreeLooksWithoutIt() {
    assertEquals(List.of("presented 04A224B2C31D80", "removed", "presented 04A224B2C31D80"),
        after(one(ANNA), empty(), empty(), empty(), empty(), one(ANNA)));
  }

  @Test
  void anUnclearLookDoesNotRemoveACard() {
    assertEquals(List.of("presented 04A224B2C31D80"),
        after(one(ANNA), unclear(), unclear(), unclear(), unclear(), one(ANNA)));
  }

  @Test
  void noiseWithoutACardDoesNotHoldItForEver() {
    List<FieldView> views = new ArrayList<>(List.of(one(ANNA)));
    for (int i = 0; i < CardPresence.UNCLEAR * CardPresence.MISSES; i++) {
      views.add(unclear());
    }
    assertEquals(List.of("presented 04A224B2C31D80", "removed"), after(views.toArray(FieldView[]::new)));
  }

  @Test
  void aCardThatTakesAnothersPlaceIsANewPresentation() {
    assertEquals(List.of("presented 04A224B2C31D80", "removed", "presented 04A224B2C31D81"),
        after(one(ANNA), one(BEN)));
  }

  @Test
  void ofSeveralCardsNoneIsAcceptedUntilTheFieldIsEmpty() {
    assertEquals(List.of("SEVERAL_CARDS", "removed", "presented 04A224B2C31D81"),
        after(several(), several(), one(BEN), one(ANNA), empty(), empty(), empty(), one(BEN)));
  }

  @Test
  void aSecondCardBesideOneThatIsHeldIsNotAcceptedEither() {
    assertEquals(List.of("presented 04A224B2C31D80", "SEVERAL_CARDS"), after(one(ANNA), several(), one(BEN)));
  }

  @Test
  void aPhoneIsToldOnceThoughItsNumberChanges() {
    assertEquals(List.of("RANDOM_UID", "removed"),
        after(one(PHONE), one(card("08445566")), empty(), empty(), empty()));
  }

  @Test
  void aCardTakenAwayWhileItIsReadIsTold() {
    asked = true;
    answer = new Identity.Interrupted();
    assertEquals(List.of("TAKEN_TOO_SOON"), after(one(ANNA), empty(), empty(), empty()));
  }

  @Test
  void aCardThatGoesSilentAgainAndAgainIsToldOnce() {
    asked = true;
    answer = new Identity.Interrupted();
    assertEquals(List.of("TAKEN_TOO_SOON", "removed"),
        after(one(ANNA), one(ANNA), one(ANNA), one(ANNA), one(ANNA), empty(), empty(), empty()));
  }

  @Test
  void aCardReadAtTheSecondAttemptIsPresented() {
    asked = true;
    answer = new Identity.Interrupted();
    assertEquals(List.of(), after(one(ANNA)));
    answer = new Identity.Known(new Credential.Uid(ANNA.uid()));
    assertEquals(List.of("presented 04A224B2C31D80"), after(one(ANNA), one(ANNA)));
  }

  @Test
  void aCardThatIsNotAuthenticIsToldOnce() {
    asked = true;
    assertEquals(List.of("NOT_AUTHENTIC"), after(one(ANNA), one(ANNA)));
    assertTrue(presence.occupied());
  }

  private List<String> after(FieldView... views) {
    List<String> told = new ArrayList<>();
    for (FieldView view : views) {
      presence.observe(view);
      for (var event = presence.next(); event.isPresent(); event = presence.next()) {
        told.add(switch (event.get()) {
          case ReaderEvent.Presented p -> "presented " + p.credential().id().canonical().substring(4);
          case ReaderEvent.Unreadable u -> u.reason().name();
          case ReaderEvent.Removed _ -> "removed";
          case ReaderEvent.Faulted _ -> "faulted";
          case ReaderEvent.Recovered _ -> "recovered";
        });
      }
    }
    return told;
  }

  private static FieldView one(TypeACard card) {
    return new FieldView.One(card);
  }

  private static FieldView empty() {
    return new FieldView.Empty();
  }

  private static FieldView several() {
    return new FieldView.Several();
  }

  private static FieldView unclear() {
    return new FieldView.Unclear();
  }

  private static TypeACard card(String uid) {
    return new TypeACard(HexFormat.of().parseHex(uid), 0x0044, 0x00);
  }
}
