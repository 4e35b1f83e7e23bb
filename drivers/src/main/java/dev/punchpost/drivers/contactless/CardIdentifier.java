package dev.punchpost.drivers.contactless;

/// Finds out who a card is. Called on the reader's thread, once for each presentation.
@FunctionalInterface
public interface CardIdentifier {
  /// @param channel to the card; used before this returns, not later
  /// @throws dev.punchpost.hal.HalException if the reader itself is broken
  Identity identify(TypeACard card, CardChannel channel);

  /// By the card's number alone, which anybody can copy.
  static CardIdentifier byUid() {
    return (card, _) -> Identity.byUid(card);
  }
}
