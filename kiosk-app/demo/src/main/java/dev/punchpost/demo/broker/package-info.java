/// The world outside the terminal: a broker, the cable to it, and an independent subscriber.
@NullMarked
package dev.punchpost.demo.broker;

import org.jspecify.annotations.NullMarked;
