/// The demo: broker, page, simulated badge and judge around the real service, which runs as a process of its own.
@NullMarked
package dev.punchpost.demo;

import org.jspecify.annotations.NullMarked;
