@NullMarked
package dev.punchpost.consumer;

import org.jspecify.annotations.NullMarked;
