/// The configuration file: reading, checking, explaining.
@NullMarked
package dev.punchpost.kiosk.config;

import org.jspecify.annotations.NullMarked;
