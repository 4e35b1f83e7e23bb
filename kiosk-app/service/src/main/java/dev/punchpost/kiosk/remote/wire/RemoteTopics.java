package dev.punchpost.kiosk.remote.wire;

import java.util.List;
import java.util.Optional;

/// The topics of one terminal and its site, all under `punchpost/v1/`.
///
/// @param site `[a-z0-9-]{1,31}`
/// @param terminal `[a-z0-9-]{1,31}`
public record RemoteTopics(String site, String terminal) {
  private static final String ROOT = "punchpost/v1/";

  /// A worker's presence at a terminal, from a topic.
  public record Presence(String terminal, String worker) {}

  private String own(String name) {
    return ROOT + site + "/" + terminal + "/" + name;
  }

  public String status() {
    return own("status");
  }

  public String manifest() {
    return own("manifest");
  }

  public String punch() {
    return own("punch");
  }

  public String event() {
    return own("event");
  }

  public String config() {
    return own("config");
  }

  public String presence(String worker) {
    return ROOT + site + "/presence/" + terminal + "/" + worker;
  }

  public String rosterCurrent() {
    return ROOT + site + "/roster/current";
  }

  /// Chunks of one roster, counted from 1.
  public String rosterChunks(String version) {
    return ROOT + site + "/roster/" + version + "/+";
  }

  /// Every worker's presence at every terminal of the site, our own too.
  public String allPresence() {
    return ROOT + site + "/presence/+/+";
  }

  /// What is subscribed to on each connection.
  public List<String> subscriptions() {
    return List.of(own("cmd/+"), config(), rosterCurrent(), allPresence());
  }

  /// The command that a topic names.
  public Optional<String> command(String topic) {
    return after(own("cmd/"), topic).filter(name -> name.indexOf('/') < 0);
  }

  public Optional<Presence> presenceOf(String topic) {
    return after(ROOT + site + "/presence/", topic).filter(rest -> rest.indexOf('/') == rest.lastIndexOf('/'))
        .filter(rest -> rest.indexOf('/') > 0).map(rest -> new Presence(rest.substring(0, rest.indexOf('/')),
            rest.substring(rest.indexOf('/') + 1)));
  }

  /// Version and number, `{version}/{n}`, of a roster's chunk.
  public Optional<String> rosterChunk(String topic) {
    return after(ROOT + site + "/roster/", topic).filter(rest -> rest.indexOf('/') > 0);
  }

  /// Whether an answer may go there: a topic without wildcards, and none of Punchpost's own but this terminal's
  /// `reply/…`, so that nobody can make a terminal write another one's messages, or forge its own.
  public boolean mayAnswerTo(String topic) {
    return !topic.isEmpty() && topic.length() <= 256 && topic.indexOf('+') < 0 && topic.indexOf('#') < 0
        && topic.indexOf('\0') < 0 && !topic.startsWith("$")
        && (!topic.startsWith("punchpost/") || (topic.startsWith(own("reply/")) && !topic.equals(own("reply/"))));
  }

  private static Optional<String> after(String prefix, String topic) {
    return topic.startsWith(prefix) && topic.length() > prefix.length()
        ? Optional.of(topic.substring(prefix.length()))
        : Optional.empty();
  }
}
