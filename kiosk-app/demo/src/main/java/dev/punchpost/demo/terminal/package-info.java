/// The real terminal as a process of its own, with a simulated reader on its serial port and a panel that is read here.
@NullMarked
package dev.punchpost.demo.terminal;

import org.jspecify.annotations.NullMarked;
