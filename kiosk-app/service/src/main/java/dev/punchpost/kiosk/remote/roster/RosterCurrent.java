package dev.punchpost.kiosk.remote.roster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punchpost.kiosk.remote.wire.RemoteJson;
import dev.punchpost.kiosk.remote.wire.RemoteJson.Malformed;
import dev.punchpost.kiosk.store.RosterStore;
import java.util.regex.Pattern;

/// What `roster/current` says. See `docs/schema/roster-current.json`.
///
/// @param version a level of the chunks' topics
/// @param chunks how many, 1 .. 1000
/// @param sha256 over all chunks in order, as they are sent; lower-case hex
record RosterCurrent(String version, int chunks, String sha256) {
  static final int LARGEST = 2_048;
  private static final int MOST_CHUNKS = 1_000;
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  static RosterCurrent parse(byte[] payload) throws Malformed {
    JsonNode json = RemoteJson.object(payload, LARGEST);
    String version = RemoteJson.text(json, "version", 64);
    if (!VERSION.matcher(version).matches() || version.equals("current")) {
      throw new Malformed("version must match [A-Za-z0-9._-]{1,64}, and not be \"current\"");
    }
    String sha256 = RemoteJson.text(json, "sha256", 64);
    if (!SHA256.matcher(sha256).matches()) {
      throw new Malformed("sha256 must be 64 lower-case hex digits");
    }
    return new RosterCurrent(version, (int) RemoteJson.whole(json, "chunks", 1, MOST_CHUNKS), sha256);
  }

  RosterStore.SiteVersion site() {
    return new RosterStore.SiteVersion(version, sha256);
  }
}
