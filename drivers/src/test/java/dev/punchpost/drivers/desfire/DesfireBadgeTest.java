package dev.punchpost.drivers.desfire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.punchpost.drivers.contactless.CardChannel;
import dev.punchpost.drivers.contactless.Identity;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.drivers.desfire.DesfireIssuer.Result;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent.Reason;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DesfireBadgeTest {
  private static final TypeACard ANNA = desfire("04A224B2C31D80");
  private static final byte[] SITE_KEY = HexFormat.of().parseHex("00112233445566778899AABBCCDDEEFF");

  private final SecureRandom random = new SecureRandom();
  private final DesfireApplication application = new DesfireApplication(DesfireApplication.DEFAULT_AID, SITE_KEY);
  private final DesfireBadge badge = new DesfireBadge(application, random);
  private final DesfireIssuer issuer = new DesfireIssuer(application, random);
  private final SimulatedDesfire card = new SimulatedDesfire(random);

  @Test
  void anIssuedCardIsKnownByItsNumberAndNotByItsUid() {
    Credential.Card number = issue();
    assertEquals(new Identity.Known(number), badge.identify(ANNA, card));
    assertEquals(new Identity.Known(number), badge.identify(ANNA, card), "again and again");
  }

  @Test
  void aDesfireWithoutOurApplicationIsKnownByItsUid() {
    assertEquals(new Identity.Known(new Credential.Uid(ANNA.uid())), badge.identify(ANNA, card));
  }

  @Test
  void aCardThatSpeaksIso7816ButIsNoDesfireIsKnownByItsUid() {
    CardChannel other = _ -> Optional.of(new byte[]{0x6D, 0x00});
    assertEquals(new Identity.Known(new Credential.Uid(ANNA.uid())), badge.identify(ANNA, other));
  }

  /// All that can be read from a card, on another one with the same UID.
  @Test
  void aCopyIsRefusedAndItsUidIsNotTakenInstead() {
    issue();
    SimulatedDesfire copy = new SimulatedDesfire(random);
    copy.copyWithoutKeys(card);
    assertEquals(new Identity.Refused(Reason.NOT_AUTHENTIC), badge.identify(ANNA, copy));
  }

  @Test
  void aCardOfAnotherSiteIsRefused() {
    issue();
    DesfireApplication other = new DesfireApplication(DesfireApplication.DEFAULT_AID, new byte[16]);
    assertEquals(new Identity.Refused(Reason.NOT_AUTHENTIC), new DesfireBadge(other, random).identify(ANNA, card));
  }

  @Test
  void theKeyOfOneCardDoesNotOpenAnother() {
    issue();
    assertEquals(new Identity.Refused(Reason.NOT_AUTHENTIC), badge.identify(desfire("04A224B2C31D81"), card));
  }

  @Test
  void aRecordedConversationDoesNotOpenTheDoorAgain() {
    issue();
    java.util.List<byte[]> recorded = new java.util.ArrayList<>();
    badge.identify(ANNA, apdu -> {
      Optional<byte[]> answer = card.exchange(apdu);
      recorded.add(answer.orElseThrow());
      return answer;
    });
    java.util.Iterator<byte[]> replay = recorded.iterator();
    assertEquals(new Identity.Refused(Reason.NOT_AUTHENTIC),
        badge.identify(ANNA, _ -> Optional.of(replay.next())));
  }

  @Test
  void anAnswerThatWasChangedOnTheWayIsRefused() {
    issue();
    Random where = new Random(1);
    for (int i = 0; i < 200; i++) {
      card.power();
      int victim = 1 + where.nextInt(3);
      int[] seen = {0};
      Identity identity = badge.identify(ANNA, apdu -> {
        byte[] answer = card.exchange(apdu).orElseThrow();
        if (seen[0]++ == victim && answer.length > 2) {
          answer[where.nextInt(answer.length - 2)] ^= (byte) (1 << where.nextInt(8));
        }
        return Optional.of(answer);
      });
      assertEquals(new Identity.Refused(Reason.NOT_AUTHENTIC), identity);
    }
  }

  @Test
  void aCardTakenAwayAtAnyStepIsSaidToBeInterrupted() {
    issue();
    for (int commands = 0; commands < 4; commands++) {
      card.power();
      card.removeAfter(commands);
      assertEquals(new Identity.Interrupted(), badge.identify(ANNA, card), "after " + commands);
    }
  }

  @Test
  void aRandomUidIsNoIdentityEvenOnADesfire() {
    TypeACard anonymous = new TypeACard(HexFormat.of().parseHex("80112233"), 0x0304, 0x20);
    assertEquals(new Identity.Refused(Reason.RANDOM_UID), badge.identify(anonymous, card));
    assertInstanceOf(Result.NotSuitable.class, issuer.issue(anonymous, card));
  }

  @Test
  void issuingAgainGivesANewNumberAndVoidsTheOldOne() {
    Credential.Card first = issue();
    card.power();
    Result.Issued again = assertInstanceOf(Result.Issued.class, issuer.issue(ANNA, card));
    assertTrue(again.renewed());
    assertNotEquals(first, again.number());
    assertEquals(new Identity.Known(again.number()), badge.identify(ANNA, card));
  }

  @Test
  void issuingThatWasTornOffAtAnyStepCanBeFinished() {
    int steps = 0;
    boolean torn = true;
    while (torn) {
      SimulatedDesfire victim = new SimulatedDesfire(random);
      victim.removeAfter(steps);
      torn = issuer.issue(ANNA, victim) instanceof Result.TakenAway;
      victim.removeAfter(Integer.MAX_VALUE);
      victim.power();
      Result.Issued issued = assertInstanceOf(Result.Issued.class, issuer.issue(ANNA, victim), "torn at " + steps);
      assertEquals(new Identity.Known(issued.number()), badge.identify(ANNA, victim));
      steps++;
    }
    assertTrue(steps > 10, "steps: " + steps);
  }

  @Test
  void aCardOfAnotherSiteIsNotIssuedOver() {
    issue();
    card.power();
    DesfireApplication other = new DesfireApplication(DesfireApplication.DEFAULT_AID, new byte[16]);
    Result.Refused refused = assertInstanceOf(Result.Refused.class, new DesfireIssuer(other, random).issue(ANNA, card));
    assertEquals(DesfireCard.AUTHENTICATION_ERROR, refused.status());
    assertTrue(refused.step().contains("master key"), refused.step());
  }

  @Test
  void noTextShowsAKeyOrANumber() {
    Credential.Card number = issue();
    String hex = HexFormat.of().withUpperCase().formatHex(number.bytes());
    assertFalse(number.toString().contains(hex.substring(0, 28)), number.toString());
    assertEquals("DESFire application 505031", application.toString());
    assertFalse(ANNA.toString().contains("04A2"), ANNA.toString());
  }

  /// 50,000 random bytes from a card, 1,000,000 with `-Dpunchpost.full=true`.
  @Test
  void randomAnswersNeverBreakTheConversation() {
    Random noise = new Random(4711);
    long budget = Boolean.getBoolean("punchpost.full") ? 1_000_000 : 50_000;
    issue();
    while (budget > 0) {
      card.power();
      long[] spent = {1};
      CardChannel channel = apdu -> {
        byte[] answer = card.exchange(apdu).orElseThrow();
        if (noise.nextInt(3) == 0) {
          answer = new byte[noise.nextInt(70)];
          noise.nextBytes(answer);
          if (answer.length > 1 && noise.nextBoolean()) {
            answer[answer.length - 2] = (byte) 0x91;
            answer[answer.length - 1] = (byte) (noise.nextBoolean() ? 0x00 : 0xAF);
          }
        }
        spent[0] += answer.length;
        return Optional.of(answer);
      };
      if (noise.nextBoolean()) {
        badge.identify(ANNA, channel);
      } else {
        new DesfireIssuer(application, random).issue(ANNA, apdu -> channel.exchange(apdu));
      }
      budget -= spent[0];
    }
  }

  private Credential.Card issue() {
    Result.Issued issued = assertInstanceOf(Result.Issued.class, issuer.issue(ANNA, card));
    card.power();
    return issued.number();
  }

  private static TypeACard desfire(String uid) {
    return new TypeACard(HexFormat.of().parseHex(uid), 0x0344, 0x20);
  }
}
