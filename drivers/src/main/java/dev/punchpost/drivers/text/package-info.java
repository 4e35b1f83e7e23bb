/// From the text of a reader that sends or types characters to a credential.
@NullMarked
package dev.punchpost.drivers.text;

import org.jspecify.annotations.NullMarked;
