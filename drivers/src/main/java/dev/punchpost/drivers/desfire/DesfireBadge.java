package dev.punchpost.drivers.desfire;

import dev.punchpost.drivers.contactless.CardChannel;
import dev.punchpost.drivers.contactless.CardIdentifier;
import dev.punchpost.drivers.contactless.Identity;
import dev.punchpost.drivers.contactless.TypeACard;
import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent.Reason;
import java.security.SecureRandom;

/// Finds out who a card is: by our application on it if it has one, by its UID otherwise. Owned by the reader's thread.
public final class DesfireBadge implements CardIdentifier {
  /// Only numbers of this length are true ones and can diversify a key.
  private static final int TRUE_UID = 7;

  private final DesfireApplication application;
  private final SecureRandom random;

  public DesfireBadge(DesfireApplication application, SecureRandom random) {
    this.application = application;
    this.random = random;
  }

  /// Asks the card. A card with our application that cannot prove its key is refused, and so is one with a random UID.
  @Override
  public Identity identify(TypeACard card, CardChannel channel) {
    byte[] uid = card.uid();
    if (uid.length != TRUE_UID || !card.looksLikeDesfire()) {
      return Identity.byUid(card);
    }
    DesfireCard desfire = new DesfireCard(channel, random);
    try {
      desfire.select(application.aid());
    } catch (DesfireFailure e) {
      return switch (e.why()) {
        case LOST -> new Identity.Interrupted();
        // It is no DESFire, or one without our application.
        case STATUS, NOT_AUTHENTIC -> Identity.byUid(card);
      };
    }
    try {
      desfire.authenticate(DesfireApplication.READ, application.key(uid, DesfireApplication.READ));
      return new Identity.Known(new Credential.Card(desfire.read(DesfireApplication.FILE, Credential.Card.LENGTH)));
    } catch (DesfireFailure e) {
      return switch (e.why()) {
        case LOST -> new Identity.Interrupted();
        case STATUS, NOT_AUTHENTIC -> new Identity.Refused(Reason.NOT_AUTHENTIC);
      };
    }
  }
}
