package dev.punchpost.kiosk.roster;

import dev.punchpost.hal.credential.CredentialId;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// Reads the rows of one roster file and gathers what is wrong with them. Used once.
final class RosterRows {
  private static final int LONGEST_NAME = 80;
  private static final Set<String> KNOWN = Set.of("worker", "name", "badge", "language", "roles");
  private static final List<String> REQUIRED = List.of("worker", "name", "badge");
  private static final Pattern ROLE = Pattern.compile("[a-z-]+");

  private final String file;
  private final List<RosterMistake> mistakes = new ArrayList<>();
  private final Map<String, Integer> header = new HashMap<>();
  private final Map<WorkerId, Person> people = new LinkedHashMap<>();
  private final Map<CredentialId, Owner> owners = new HashMap<>();

  RosterRows(String file) {
    this.file = file;
  }

  private record Owner(WorkerId worker, long line) {}

  /// A worker as the rows so far tell it.
  private static final class Person {
    final long line;
    final String name;
    final List<CredentialId> badges = new ArrayList<>();
    String language = "";
    Set<String> roles = Set.of();

    Person(long line, String name) {
      this.line = line;
      this.name = name;
    }
  }

  RosterFile.Result read(String csv, boolean merge) {
    long line = 1;
    try (CSVParser parser = CSVParser.builder().setReader(new StringReader(csv))
        .setFormat(CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get()).get()) {
      Iterator<CSVRecord> rows = parser.iterator();
      boolean readable = rows.hasNext() && header(rows.next());
      line = parser.getCurrentLineNumber() + 1;
      while (readable && rows.hasNext()) {
        CSVRecord row = rows.next();
        if (row.size() > 1 || !row.get(0).isBlank()) {
          row(line, row);
        }
        line = parser.getCurrentLineNumber() + 1;
      }
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      // The library's words may quote the file. After a stray quotation mark nothing of the rest can be trusted.
      mistake(line, "row",
          "quotation marks do not match: a cell with a quotation mark is written \"like \"\"this\"\"\";"
              + " the rest of the file was not read");
    }
    if (csv.isBlank()) {
      mistake(1, "file", "is empty; expected the line worker,name,badge,language,roles and a row for each badge");
    } else if (mistakes.isEmpty() && people.isEmpty() && !merge) {
      mistake(1, "file", "names no worker and would make everybody inactive; use --merge if only to add");
    }
    if (!mistakes.isEmpty()) {
      return new RosterFile.Result.Bad(mistakes);
    }
    List<Worker> workers = new ArrayList<>(people.size());
    people.forEach((id, person) -> workers
        .add(new Worker(id, person.name, person.language, person.roles, true, person.badges)));
    return new RosterFile.Result.Good(workers);
  }

  private void mistake(long line, String column, String problem) {
    mistakes.add(new RosterMistake(file, line, column, problem));
  }

  private boolean header(CSVRecord row) {
    boolean good = true;
    if (row.size() == 1 && row.get(0).contains(";")) {
      mistake(1, "file", "cells are separated by semicolons; save it with commas");
      return false;
    }
    for (int i = 0; i < row.size(); i++) {
      String name = row.get(i).strip().toLowerCase(Locale.ROOT);
      if (!KNOWN.contains(name)) {
        // The first row of a file without a header holds names and numbers, so it is not repeated.
        mistake(1, "column " + (i + 1), "is not one of worker, name, badge, language, roles; the first line must name"
            + " the columns");
        good = false;
      } else if (header.put(name, i) != null) {
        mistake(1, name, "is named twice");
        good = false;
      }
    }
    for (String name : REQUIRED) {
      if (good && !header.containsKey(name)) {
        mistake(1, name, "is missing in the header line");
      }
    }
    return mistakes.isEmpty();
  }

  private void row(long line, CSVRecord row) {
    if (row.size() != header.size()) {
      mistake(line, "row", "has " + row.size() + " cells, the header " + header.size());
      return;
    }
    Optional<WorkerId> worker = checked(line, "worker", cell(row, "worker"), WorkerId::new);
    String name = cell(row, "name");
    boolean nameGood = name(line, name);
    Optional<Set<String>> roles = roles(line, cell(row, "roles"));
    Optional<String> language = language(line, cell(row, "language"));
    String badgeText = cell(row, "badge");
    Optional<CredentialId> badge = badgeText.isEmpty()
        ? Optional.empty()
        : checked(line, "badge", badgeText, CredentialId::parse);
    if (worker.isEmpty()) {
      return;
    }
    Person person = people.get(worker.get());
    if (person == null) {
      if (name.isEmpty()) {
        mistake(line, "name", "is empty on the worker's first row");
      }
      person = new Person(line, name);
      people.put(worker.get(), person);
      person.roles = roles.orElse(Set.of());
      person.language = language.orElse("");
    } else {
      same(line, person, "name", nameGood && !name.isEmpty() && !name.equals(person.name));
      same(line, person, "language", language.filter(l -> !l.isEmpty()).isPresent()
          && !language.get().equals(person.language));
      same(line, person, "roles", roles.filter(r -> !r.isEmpty()).isPresent() && !roles.get().equals(person.roles));
    }
    if (badge.isPresent()) {
      badge(line, worker.get(), person, badge.get());
    }
  }

  private void same(long line, Person person, String column, boolean different) {
    if (different) {
      mistake(line, column,
          "differs from the worker's first row, line " + person.line + "; repeat it or leave it empty");
    }
  }

  private void badge(long line, WorkerId worker, Person person, CredentialId badge) {
    Owner owner = owners.putIfAbsent(badge, new Owner(worker, line));
    if (owner == null) {
      person.badges.add(badge);
    } else if (owner.worker.equals(worker)) {
      mistake(line, "badge", badge + " is already on line " + owner.line + " for the same worker");
    } else {
      mistake(line, "badge", badge + " is already on line " + owner.line + " for worker " + owner.worker);
    }
  }

  private String cell(CSVRecord row, String column) {
    Integer index = header.get(column);
    return index == null ? "" : row.get(index).strip();
  }

  private <T> Optional<T> checked(long line, String column, String value, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(value));
    } catch (IllegalArgumentException e) {
      // NumberFormatException quotes its input, which may be a card number.
      mistake(line, column, e instanceof NumberFormatException || e.getMessage() == null
          ? "is not valid"
          : e.getMessage());
      return Optional.empty();
    }
  }

  private boolean name(long line, String name) {
    if (name.isEmpty()) {
      return true;
    }
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      mistake(line, "name", "has more than " + LONGEST_NAME + " characters");
      return false;
    }
    if ("=+-@".indexOf(name.charAt(0)) >= 0) {
      mistake(line, "name", "cannot begin with = + - or @ (a spreadsheet would take it for a formula)");
      return false;
    }
    boolean control = name.codePoints().anyMatch(c -> switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
      default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); // could turn the panel's text around
    });
    if (control) {
      mistake(line, "name", "contains a control character or a line break");
    }
    return !control;
  }

  private Optional<String> language(long line, String tag) {
    if (tag.isEmpty()) {
      return Optional.of("");
    }
    try {
      return Optional.of(new Locale.Builder().setLanguageTag(tag).build().toLanguageTag());
    } catch (IllformedLocaleException e) {
      mistake(line, "language", "is not a BCP 47 tag such as pl or pt-BR");
      return Optional.empty();
    }
  }

  private Optional<Set<String>> roles(long line, String text) {
    Set<String> roles = new TreeSet<>(Arrays.asList(text.split("[ |]+")));
    roles.remove("");
    if (!roles.stream().allMatch(role -> ROLE.matcher(role).matches())) {
      mistake(line, "roles", "are words of a-z and -, separated by blanks or |");
      return Optional.empty();
    }
    return Optional.of(new HashSet<>(roles));
  }
}
