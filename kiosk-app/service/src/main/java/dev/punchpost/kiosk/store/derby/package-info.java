/// The store in embedded Apache Derby 10.17, the only package that names it.
///
/// Derby was retired in October 2025; what it is used for here is small (a dozen statements, one writer), so that it can
/// be replaced behind [dev.punchpost.kiosk.store.PunchStore]. Three jars are needed: derby, derbyshared, derbytools.
///
/// Things to know:
/// - The log is written with `O_DSYNC`: one device flush per commit that changed something. A look-up costs none.
/// - Pages are 4096 bytes so that the file system writes one as a whole; Derby keeps no page images to heal a torn one.
/// - Plans are made at `prepare`, when tables are empty, so look-ups name their index (`--DERBY-PROPERTIES`).
/// - An error of severity 45000 or more (`getErrorCode`) has shut the database down: it must be booted again.
/// - A thread that works here must not be interrupted: Derby closes its files under the thread and reopens them.
@NullMarked
package dev.punchpost.kiosk.store.derby;

import org.jspecify.annotations.NullMarked;
