/// What drivers of switches and contacts share.
@NullMarked
package dev.punchpost.drivers.contact;

import org.jspecify.annotations.NullMarked;
