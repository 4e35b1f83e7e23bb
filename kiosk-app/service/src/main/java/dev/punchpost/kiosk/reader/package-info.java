/// Readers under supervision, one thread each.
@NullMarked
package dev.punchpost.kiosk.reader;

import org.jspecify.annotations.NullMarked;
