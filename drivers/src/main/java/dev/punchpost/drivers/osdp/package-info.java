/// OSDP readers.
@NullMarked
package dev.punchpost.drivers.osdp;

import org.jspecify.annotations.NullMarked;
