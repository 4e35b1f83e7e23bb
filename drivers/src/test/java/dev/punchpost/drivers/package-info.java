/// Tests of all drivers together.
@NullMarked
package dev.punchpost.drivers;

import org.jspecify.annotations.NullMarked;
