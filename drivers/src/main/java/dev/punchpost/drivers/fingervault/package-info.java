/// Finger templates at rest. A template that left its module exists in two forms only: a
/// [dev.punchpost.drivers.r503.FingerTemplate] in memory, for a moment, and the bytes that [FingerVault] makes of it.
///
/// **Standard:** NIST SP 800-38D (GCM), 8.2.2 (random nonces).
///
/// The key comes from a systemd credential or a key file (mode 0600): `openssl rand -hex 32`. A lost key is a lost store:
/// the fingers are still in the module, and are read and sealed anew.
@NullMarked
package dev.punchpost.drivers.fingervault;

import org.jspecify.annotations.NullMarked;
