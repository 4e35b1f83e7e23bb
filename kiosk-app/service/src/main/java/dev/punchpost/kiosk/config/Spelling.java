package dev.punchpost.kiosk.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was meant.
final class Spelling {
  private Spelling() {}

  /// The known word nearest to this one, if it is near enough to be a slip: one edit for short words, a third of the
  /// length for longer ones, letter case and `_` for `-` not counted.
  static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > 64) {
      return Optional.empty();
    }
    String plain = plain(word);
    int limit = Math.max(1, Math.min(3, plain.length() / 3));
    record Candidate(String word, int distance) {}
    return known.stream().map(k -> new Candidate(k, distance(plain, plain(k)))).filter(c -> c.distance() <= limit)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word)).map(Candidate::word);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Optimal string alignment distance: insertions, deletions, substitutions, and swaps of neighbours.
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + same);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
