/// The reference for whoever receives punches over MQTT: stores every entry once in any SQL database, finds what is
/// missing, asks for it, and confirms what it has. Written against `docs/mqtt.md` and its schemas with another MQTT
/// library than the terminal's; of the terminal's code it uses the command line and the reading of PEM files only.
@NullMarked
package dev.punchpost.consumer;

import org.jspecify.annotations.NullMarked;
