package dev.punchpost.drivers.r503;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// How a module's library differs from what should be in it. Pure.
///
/// Only places are compared: that the finger at a place is the right one, the index does not tell. A module that was
/// used elsewhere in between should be emptied and loaded anew.
///
/// @param missing places that should be taken and are free: to be loaded from the store
/// @param strange places that are taken and should be free: to be deleted
/// @param beyond places that should be taken and that this module does not have
public record LibraryDifference(List<Integer> missing, List<Integer> strange, List<Integer> beyond) {
  public LibraryDifference {
    missing = List.copyOf(missing);
    strange = List.copyOf(strange);
    beyond = List.copyOf(beyond);
  }

  /// @param inModule as [R503#places()] tells
  /// @param expected the places of the workers whose templates are in the store
  /// @param capacity places of the module
  public static LibraryDifference between(Collection<Integer> inModule, Collection<Integer> expected, int capacity) {
    TreeSet<Integer> missing = new TreeSet<>(expected);
    missing.removeAll(new TreeSet<>(inModule));
    TreeSet<Integer> strange = new TreeSet<>(inModule);
    strange.removeAll(new TreeSet<>(expected));
    List<Integer> beyond = List.copyOf(missing.tailSet(capacity));
    return new LibraryDifference(List.copyOf(missing.headSet(capacity)), List.copyOf(strange), beyond);
  }

  /// Whether there is nothing to repair.
  public boolean none() {
    return missing.isEmpty() && strange.isEmpty() && beyond.isEmpty();
  }
}
