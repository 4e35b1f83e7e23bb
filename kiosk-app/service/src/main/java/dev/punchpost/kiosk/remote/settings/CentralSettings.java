package dev.punchpost.kiosk.remote.settings;

import dev.punchpost.kiosk.config.Mistake;
import dev.punchpost.kiosk.config.Overlay;
import dev.punchpost.kiosk.config.SettingsResult.Bad;
import dev.punchpost.kiosk.config.SettingsResult.Good;
import dev.punchpost.kiosk.config.WithOverlay;
import dev.punchpost.kiosk.ledger.Content;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes messages on `config`: whole, or not at all. What is accepted is kept in the data directory; values that differ
/// from those in force come into force when the terminal starts again, which it does by itself. The remote thread owns
/// it.
public final class CentralSettings {
  private static final Logger LOG = LoggerFactory.getLogger(CentralSettings.class);
  private static final int MOST_MISTAKES = 10;
  private static final int LONGEST_MISTAKE = 200;

  private final WithOverlay config;
  private final Consumer<Content> notes;
  private final Runnable restart;
  private Optional<Overlay> kept;
  private String refused = "";

  /// @param config as this run was started
  /// @param notes takes what belongs into the ledger
  /// @param restart starts the terminal again, at a quiet moment
  public CentralSettings(WithOverlay config, Consumer<Content> notes, Runnable restart) {
    this.config = config;
    this.notes = notes;
    this.restart = restart;
    this.kept = config.overlay();
  }

  /// Version of what is kept; empty text if nothing is. Any thread.
  public synchronized String version() {
    return kept.map(Overlay::version).orElse("");
  }

  private synchronized void keep(Overlay overlay) {
    kept = Optional.of(overlay);
  }

  /// A message on `config`. An empty one, which deletes the retained message, changes nothing here.
  public void received(byte[] payload) {
    if (payload.length == 0) {
      return;
    }
    switch (Overlay.parse(payload)) {
      case Overlay.Result.Bad(var version, var sha256, var mistakes) ->
        refuse(version.orElse(""), sha256, mistakes);
      case Overlay.Result.Good(Overlay overlay) -> {
        if (kept.map(Overlay::sha256).filter(overlay.sha256()::equals).isEmpty()) {
          take(overlay);
        }
      }
    }
  }

  private void take(Overlay overlay) {
    switch (overlay.over(config.file())) {
      case Bad(List<Mistake> mistakes, var _) -> refuse(overlay.version(), overlay.sha256(), mistakes);
      case Good both -> {
        try {
          overlay.save(config.file().settings().store().directory());
        } catch (IOException e) {
          // Nothing is said to be accepted that a power cut would take back; it comes again with the next connection.
          LOG.warn("{} cannot be kept, so it is not taken: {}", overlay, e.getMessage());
          return;
        }
        keep(overlay);
        refused = "";
        LOG.info("{} is taken", overlay);
        notes.accept(new Content.OverlayApplied(overlay.version(), overlay.sha256(),
            List.copyOf(overlay.values().keySet())));
        if (!inForce(both).equals(inForce(config.inForce()))) {
          restart.run();
        }
      }
    }
  }

  /// Keys and values without where they come from: a new version of the same needs no restart.
  private static List<String> inForce(Good config) {
    return config.origins().values().stream()
        .map(value -> value.header() + value.table() + " " + value.key() + " " + value.toml()).toList();
  }

  private void refuse(String version, String sha256, List<Mistake> mistakes) {
    if (sha256.equals(refused)) {
      return;
    }
    refused = sha256;
    LOG.warn("central configuration {} is refused, all of it: {}", version, mistakes.getFirst());
    notes.accept(new Content.OverlayRefused(version, sha256, mistakes.stream().limit(MOST_MISTAKES)
        .map(Mistake::toString).map(CentralSettings::limited).toList()));
  }

  private static String limited(String text) {
    return text.length() <= LONGEST_MISTAKE ? text : text.substring(0, LONGEST_MISTAKE - 3) + "...";
  }
}
