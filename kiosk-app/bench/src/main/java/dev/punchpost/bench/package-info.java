/// Measurements, each with its ratio to a floor from the same run.
@NullMarked
package dev.punchpost.bench;

import org.jspecify.annotations.NullMarked;
