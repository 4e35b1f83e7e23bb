/// What a badge reader gives: credentials with one canonical identity, and the events of a reader.
@NullMarked
package dev.punchpost.hal.credential;

import org.jspecify.annotations.NullMarked;
