package dev.punchpost.kiosk.roster;

import dev.punchpost.hal.credential.CredentialId;
import java.util.List;
import java.util.Set;

/// A person of the roster.
///
/// @param id number in the customer's books
/// @param name as shown at the panel, 1 .. 80 characters
/// @param language BCP 47 tag such as `pl`; empty for the terminal's own
/// @param roles words such as `supervisor`; may be empty
/// @param active whether a tap counts; an inactive worker is kept so that old entries can be explained
/// @param credentials badges; filled by the roster's lists, empty when found by a tap
public record Worker(WorkerId id, String name, String language, Set<String> roles, boolean active,
    List<CredentialId> credentials) {
  public Worker {
    roles = Set.copyOf(roles);
    credentials = List.copyOf(credentials);
  }
}
