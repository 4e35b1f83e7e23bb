package dev.punchpost.hal.smartcard;

import java.time.Duration;
import java.util.Optional;

/// Where one card at a time can be: the antenna of a contactless reader, or a slot with contacts. One thread owns it;
/// [#close()] may come from any thread.
///
/// ## For driver authors
/// - A card may go at any time: [SmartCard#transmit] and [#connect] then give empty.
/// - Wait in [#change] and nowhere else; it costs nothing while nothing happens.
///
/// ## For implementers
/// - [#change] returns as soon as something happened, without polling, and as soon as the slot is closed.
/// - A card that was changed for another between two calls is told by its `turn`.
public interface CardSlot extends AutoCloseable {
  /// Whether a card is there.
  ///
  /// @param turn grows whenever a card comes or goes; two equal values are the same stay of the same card
  record Occupancy(boolean card, int turn) {}

  /// As the system names it, for messages.
  String name();

  /// Waits until a card comes or goes. The first call tells at once what is there.
  ///
  /// @return empty if nothing changed in that time
  /// @throws dev.punchpost.hal.HalException NO_DEVICE if the reader was unplugged, IO if the system's card service has
  ///   gone, or the slot was closed
  Optional<Occupancy> change(Duration timeout);

  /// Powers the card and opens a conversation, shared with other programs.
  ///
  /// @return empty if there is no card any more, or it does not answer
  /// @throws dev.punchpost.hal.HalException as for [#change]; BUSY if another program has the card for itself
  Optional<SmartCard> connect();

  /// Gives the slot back. Idempotent; never throws.
  @Override
  void close();
}
