/// Workers and their credentials, and the CSV file they come in.
@NullMarked
package dev.punchpost.kiosk.roster;

import org.jspecify.annotations.NullMarked;
