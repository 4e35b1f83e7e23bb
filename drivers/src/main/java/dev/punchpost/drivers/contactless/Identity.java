package dev.punchpost.drivers.contactless;

import dev.punchpost.hal.credential.Credential;
import dev.punchpost.hal.credential.ReaderEvent;

/// What a card turned out to be.
public sealed interface Identity {
  /// A badge.
  record Known(Credential credential) implements Identity {}

  /// No badge; it is not asked again until it has left the field.
  record Refused(ReaderEvent.Reason reason) implements Identity {}

  /// The card went silent while it was asked.
  record Interrupted() implements Identity {}

  /// The identity of a card by its number alone.
  static Identity byUid(TypeACard card) {
    return card.hasRandomUid()
        ? new Refused(ReaderEvent.Reason.RANDOM_UID)
        : new Known(new Credential.Uid(card.uid()));
  }
}
