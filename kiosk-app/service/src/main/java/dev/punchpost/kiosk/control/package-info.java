/// The control socket: commands to a running service.
@NullMarked
package dev.punchpost.kiosk.control;

import org.jspecify.annotations.NullMarked;
