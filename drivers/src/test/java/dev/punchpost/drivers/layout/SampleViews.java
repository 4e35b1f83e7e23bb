package dev.punchpost.drivers.layout;

import dev.punchpost.hal.panel.View;
import dev.punchpost.hal.panel.View.Choice;
import dev.punchpost.hal.panel.View.ClockMark;
import dev.punchpost.hal.panel.View.Direction;
import dev.punchpost.hal.panel.View.Network;
import dev.punchpost.hal.panel.View.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every kind of view in four languages, with everyday and with unkind contents, for the golden tests of all displays.
public enum SampleViews {
  EN("Fri 21.11.", "Friday, 21 November 2026", "Gate 2, Harbour Works", "IN", "OUT", "Ann Lee",
      "Alexander Featherstonehaugh-Cholmondeley", "Already recorded", "An OUT is missing for Thursday",
      "OUT missing Thu", "Badge not known", "Unknown badge", "Please see your supervisor. The tap was recorded.",
      "See supervisor", "Start of break, or end of work?", "Break or end?", "Break", "End of work", "End", "Cancel",
      "Your punches today", "Punches today", "Learning fingerprints", "Learning", "Put the same finger on once more",
      "Same finger", "Terminal not set up", "Not set up", "The file punchpost.toml has a mistake in line 12",
      "Settings line 12", "The reader at the gate does not work", "Reader lost"),
  DE("Fr 21.11.", "Freitag, 21. November 2026", "Tor 2, Hafenwerke", "Kommen", "Gehen", "Jürgen Groß",
      "Friedrich-Wilhelm Müller-Lüdenscheidt", "Schon gebucht", "Am Donnerstag fehlt das Gehen", "Gehen fehlt Do",
      "Ausweis unbekannt", "Ausw. unbekannt", "Bitte an die Vorgesetzte wenden. Die Buchung ist vermerkt.",
      "Chefin fragen", "Beginn der Pause oder Feierabend?", "Pause oder Ende?", "Pause", "Feierabend", "Ende",
      "Abbrechen", "Ihre Buchungen heute", "Buchungen heute", "Fingerabdruck lernen", "Lernen",
      "Denselben Finger noch einmal auflegen", "Finger nochmal", "Terminal nicht eingerichtet", "Nicht bereit",
      "Die Datei punchpost.toml hat einen Fehler in Zeile 12", "Datei, Zeile 12",
      "Der Leser am Tor funktioniert nicht", "Leser gestört"),
  ES("vi 21.11.", "viernes, 21 de noviembre de 2026", "Puerta 2, Astilleros", "Entrada", "Salida", "José Núñez",
      "María de los Ángeles Fernández-Rodríguez", "Ya registrado", "Falta la salida del jueves", "Falta sal. jue",
      "Tarjeta desconocida", "No reconocida", "Consulte con su supervisor. La lectura quedó registrada.",
      "Ver supervisor", "¿Comienza la pausa o termina la jornada?", "¿Pausa o fin?", "Pausa", "Fin de jornada", "Fin",
      "Cancelar", "Sus fichajes de hoy", "Fichajes de hoy", "Aprendiendo la huella", "Aprendiendo",
      "Vuelva a poner el mismo dedo", "El mismo dedo", "Terminal sin configurar", "Sin configurar",
      "El archivo punchpost.toml tiene un error en la línea 12", "Archivo, lín. 12",
      "El lector de la puerta no funciona",
      "Fallo de lector"),
  PL("pt 21.11.", "piątek, 21 listopada 2026", "Brama 2, Stocznia", "Wejście", "Wyjście", "Łukasz Żak",
      "Łukasz Brzęczyszczykiewicz-Wojciechowski", "Już zapisano", "Brakuje wyjścia z czwartku", "Brak wyjścia czw",
      "Nieznany identyfikator", "Nieznana karta", "Proszę zgłosić się do przełożonego. Odbicie zapisano.",
      "Do przełożonego", "Początek przerwy czy koniec pracy?", "Przerwa, koniec?", "Przerwa", "Koniec pracy", "Koniec",
      "Anuluj", "Twoje odbicia dzisiaj", "Odbicia dzisiaj", "Nauka odcisku palca", "Nauka",
      "Przyłóż ten sam palec jeszcze raz", "Ten sam palec", "Terminal nie jest skonfigurowany", "Brak ustawień",
      "Plik punchpost.toml zawiera błąd w wierszu 12", "Plik, wiersz 12", "Czytnik przy bramie nie działa",
      "Awaria czytnika");

  private final String[] words;

  SampleViews(String... words) {
    this.words = words;
  }

  /// Greetings with names of up to 40 characters, the widest and the oddest.
  public static List<View> names() {
    return Stream.of("W".repeat(40), "W".repeat(19) + " " + "M".repeat(20), "W".repeat(19) + "-" + "M".repeat(20),
        "Wm ".repeat(13).strip(), "i".repeat(40), "Å".repeat(20) + " " + "Ů".repeat(19), "J" + "ß".repeat(39),
        "Αλεξάνδρα-Μαρία Παπαδημητρακοπούλου", "Константин Великорусско-Преображенский", "X", "").<View>flatMap(
            name -> Stream.of(Direction.values()).map(direction -> new View.Greeting(name, direction, "Abmeldung",
                "12:48 PM", ClockMark.UNSURE, new Wording("Am Donnerstag fehlt das Gehen", "Gehen fehlt Do"))))
        .toList();
  }

  /// By name, in the order of a contact sheet.
  public Map<String, View> views() {
    Wording date = new Wording(words[1], words[0]);
    Wording hint = new Wording(words[8], words[9]);
    Wording broken = new Wording(words[30], words[31]);
    Map<String, View> views = new LinkedHashMap<>();
    views.put("idle", new View.Idle("07:58", date, words[2], Network.ONLINE, 0, ClockMark.SURE, Wording.NONE));
    views.put("idle-troubled", new View.Idle("07:58", date, words[2], Network.OFFLINE, 12_345, ClockMark.UNSURE,
        broken));
    views.put("idle-unset", new View.Idle("00:04", date, words[2], Network.OFFLINE, 3, ClockMark.UNSET, Wording.NONE));
    views.put("in", new View.Greeting(words[5], Direction.IN, words[3], "07:58", ClockMark.SURE, Wording.NONE));
    views.put("out-long", new View.Greeting(words[6], Direction.OUT, words[4], "16:31", ClockMark.UNSURE, hint));
    views.put("in-again", new View.Greeting(words[6], Direction.IN, words[3], "07:58", ClockMark.UNSET,
        Wording.of(words[7])));
    views.put("refusal", new View.Refusal(new Wording(words[10], words[11]), new Wording(words[12], words[13])));
    views.put("question", new View.Question(new Wording(words[14], words[15]),
        List.of(new Choice("F1", Wording.of(words[16])), new Choice("F2", new Wording(words[17], words[18])),
            new Choice("F4", Wording.of(words[19])))));
    views.put("listing", new View.Listing(new Wording(words[20], words[21]),
        List.of("07:58 " + words[3], "12:01 " + words[4], "12:33 " + words[3], "16:31 " + words[4],
            "16:40 " + words[3], "17:15 " + words[4], "17:16 " + words[5])));
    views.put("progress",
        new View.Progress(new Wording(words[22], words[23]), new Wording(words[24], words[25]), 0.42));
    views.put("notice", new View.Notice(new Wording(words[26], words[27]), new Wording(words[28], words[29])));
    return views;
  }
}
