/// From "the device said it again" to "a badge came, a badge went", for readers that stream over a serial line.
@NullMarked
package dev.punchpost.drivers.presence;

import org.jspecify.annotations.NullMarked;
