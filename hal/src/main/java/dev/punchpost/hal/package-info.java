/// Errors that every part of the hardware abstraction layer shares.
@NullMarked
package dev.punchpost.hal;

import org.jspecify.annotations.NullMarked;
