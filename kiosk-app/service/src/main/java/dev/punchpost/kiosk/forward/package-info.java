/// From the outbox to the broker. The Paho implementation of [MqttLink] is in `forward.paho`.
@NullMarked
package dev.punchpost.kiosk.forward;

import org.jspecify.annotations.NullMarked;
