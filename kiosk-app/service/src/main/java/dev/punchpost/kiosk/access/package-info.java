/// Who may, by PIN: the check with its lock-out.
@NullMarked
package dev.punchpost.kiosk.access;

import org.jspecify.annotations.NullMarked;
