/// Single pins. The implementation over Pi4J is in `hal.linux`.
@NullMarked
package dev.punchpost.hal.gpio;

import org.jspecify.annotations.NullMarked;
