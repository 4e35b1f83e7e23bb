/// Badges that cannot be copied: MIFARE DESFire EV2 and EV3 cards that hold a random number of ours, which they give
/// only to a reader that knows their key, and prove their own key by doing so. Any reader that can pass ISO 7816 APDUs
/// to a card can use it (see [dev.punchpost.drivers.contactless.CardChannel]).
///
/// ## What is on a card
/// One application (its AID is configured) with two AES-128 keys: key 0 may change the application and write, key 1 may
/// read. One standard data file, number 1, of 16 bytes in full (enciphered) mode. Both keys are diversified from the
/// site's master key, so that a key taken out of one card opens no other.
///
/// ## Sources
/// - NXP AN12343 "MIFARE DESFire Light Features and Hints": AuthenticateEV2First, session keys, secure messaging.
/// - NXP AN12196 "NTAG 424 DNA features and hints": the same messages with further numbers, ChangeKey.
/// - NXP AN10922 "Symmetric key diversifications", section 2.2: AES-128.
/// - NXP MF3D(H)x2 and MF3D(H)x3 product data sheets: commands, status codes, file settings.
/// - RFC 4493: AES-CMAC.
///
/// ## Quirks
/// - A card that gives a random UID cannot be asked with diversified keys, which need its true number: the issuing
///   leaves random UIDs off.
/// - A card which has our application and fails to prove its key is refused; its UID is not taken instead, or a copy
///   would be as good as the badge.
@NullMarked
package dev.punchpost.drivers.desfire;

import org.jspecify.annotations.NullMarked;
