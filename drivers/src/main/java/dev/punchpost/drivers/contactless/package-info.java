/// What all readers of ISO 14443 type A cards share: what was seen in the field, and how that becomes one event for each
/// presentation. The chips' drivers are in packages of their own.
///
/// Source: ISO/IEC 14443-3:2018, sections 6.2 (CRC_A, annex B), 6.4 (states) and 6.5 (UID, SAK).
@NullMarked
package dev.punchpost.drivers.contactless;

import org.jspecify.annotations.NullMarked;
