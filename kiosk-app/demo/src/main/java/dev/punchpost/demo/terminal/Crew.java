package dev.punchpost.demo.terminal;

import java.util.List;
import java.util.Optional;

/// The people of the demo: a dozen invented workers in ten languages, and a badge that nobody knows.
public final class Crew {
  private static final List<Badge> WORKERS = List.of(worker("1001", "Ana García", "es", "0F002EC3E3"),
      worker("1002", "Jürgen Weiß", "de", "0F002EC41A"), worker("1003", "Olu Adeyemi", "en", "0F002EC4B7"),
      worker("1004", "Chloé Lefèvre", "fr", "0F002EC502"), worker("1005", "Wojciech Łukasik", "pl", "0F002EC566"),
      worker("1006", "Inês Carvalho", "pt", "0F002EC5D9"), worker("1007", "Giulia Moretti", "it", "0F002EC60C"),
      worker("1008", "Sanne de Vries", "nl", "0F002EC6A1"), worker("1009", "Çağla Yıldız", "tr", "0F002EC73F"),
      worker("1010", "Олена Ткаченко", "uk", "0F002EC7E8"), worker("1011", "Emma Clarke", "en", "0F002EC81D"),
      worker("1012", "Mateo Ruiz", "es", "0F002EC895"));
  private static final Badge STRANGER = new Badge("0F00DEAD01", Optional.empty(), "Unknown badge", "");

  private Crew() {}

  public static List<Badge> workers() {
    return WORKERS;
  }

  /// A badge that is in no roster.
  public static Badge stranger() {
    return STRANGER;
  }

  /// The badge with this number.
  public static Optional<Badge> byNumber(String number) {
    return STRANGER.number().equals(number)
        ? Optional.of(STRANGER)
        : WORKERS.stream().filter(badge -> badge.number().equals(number)).findFirst();
  }

  /// The roster as `roster import` takes it.
  static String csv() {
    StringBuilder csv = new StringBuilder("worker,name,badge,language\n");
    for (Badge badge : WORKERS) {
      csv.append(badge.worker().orElseThrow()).append(',').append(badge.name()).append(",em:").append(badge.number())
          .append(',').append(badge.language()).append('\n');
    }
    return csv.toString();
  }

  private static Badge worker(String id, String name, String language, String number) {
    return new Badge(number, Optional.of(id), name, language);
  }
}
