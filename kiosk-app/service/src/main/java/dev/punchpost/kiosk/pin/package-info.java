/// PINs and how they are kept. The only package that names the hash's library (bcrypt, `at.favre.lib`).
@NullMarked
package dev.punchpost.kiosk.pin;

import org.jspecify.annotations.NullMarked;
