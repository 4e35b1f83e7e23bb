/// OSDP readers on an RS-485 line, control-panel side: [OsdpBus] has the line, [OsdpReader] is one of its readers.
///
/// **Standard:** SIA "Open Supervised Device Protocol", version 2.2 (IEC 60839-11-5:2020): clause 5 (line, messages,
/// sequence numbers), 6 and 7 (commands and replies), annex C (CRC-16), annex D (secure channel), annex E (examples:
/// the vectors of the tests). 9600 to 230400 baud, 8 data bits, no parity, 1 stop bit.
///
/// **Wiring:** a USB-RS-485 adapter is the simple way (it turns its driver on by itself). A (D−) to A, B (D+) to B, and
/// the **ground** as well; shielded twisted pair, 120 Ω at both ends of more than some 30 m. A transceiver on the
/// Raspberry Pi's header: TXD pin 8 (GPIO14), RXD pin 10 (GPIO15), 3.3 V pin 1, GND pin 6; its DE and /RE must follow
/// RTS, pin 11 (GPIO17), or be of the kind that switches itself. Readers want 12 V of their own: not from the header.
///
/// **How a reader comes to be trusted.** ID and CAP in the open, then the secure channel with the own key, then LSTAT;
/// only then do its cards count. A reader without the key gets it through the default key (SCBK-D), only while
/// `install-mode` is on, and each such use is told ([OsdpEvent.DefaultKeyUsed], [OsdpEvent.KeyInstalled]). A reader
/// that offers no secure channel any more, answers with the default key or another one, or reports tamper is told
/// ([OsdpEvent.NotTrusted]), its [OsdpReader] throws, and it cannot be opened before the cause has gone. The own key is
/// used as it is; it is not derived from a master key and the reader's number.
///
/// **Quirks**
/// - A repeated command carries the same bytes, with the same sequence number and the same MAC: a reader that did the
///   work already repeats its reply. Readers that answer a repetition with NAK 4 instead are started anew from
///   sequence 0; a card that was in the lost reply is then lost in the reader, and its worker saw no tick.
/// - The reader's own beep and green flash at a read would come before anything is recorded: switch them off in the
///   reader's configuration. The light is taken over by the first LED command, the beep of many readers is not.
/// - OSDP has tenths of a second and one tone: pitches are lost, steps are at least 100 ms, and a step may begin one
///   poll interval late.
/// - Texts are ASCII: letters lose their accents.
/// - Card data of 32, 56 or 80 bits without a configured format of that length is a UID. Some readers send it last byte
///   first (`uid-order`); some send 26 bits of it, which is another credential of the same card.
/// - Some readers report tamper for ever when they hang without their bracket.
///
/// | symptom | cause |
/// |---|---|
/// | does not answer | A and B swapped, no ground, wrong speed or address ([OsdpDiscovery]), no power at the reader |
/// | does not answer, `noise` grows | two readers with the same address, wrong speed, missing termination |
/// | `rejected` grows | long line without termination, another panel on the same line |
/// | has the default key | new or reset reader: install it with `install-mode` |
/// | offers no secure channel | a new reader without install mode, OSDP v1 firmware, secure channel off in the reader |
/// | does not have our key | installed by somebody else: reset it, then install mode |
/// | reports tamper | housing or bracket open; a magnet switch without its magnet |
/// | does not keep to the protocol | firmware that loses its session at every poll: try a longer poll interval |
/// | cards are unreadable, PARITY | card of another format with the same length: configure it |
@NullMarked
package dev.punchpost.drivers.osdp;

import org.jspecify.annotations.NullMarked;
