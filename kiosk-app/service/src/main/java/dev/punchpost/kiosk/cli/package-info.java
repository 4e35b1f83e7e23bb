/// The command line.
@NullMarked
package dev.punchpost.kiosk.cli;

import org.jspecify.annotations.NullMarked;
