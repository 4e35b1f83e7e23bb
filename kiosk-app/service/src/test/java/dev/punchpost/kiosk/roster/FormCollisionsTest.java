package dev.punchpost.kiosk.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.punchpost.hal.credential.CredentialId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FormCollisionsTest {
  private static Worker worker(String id, boolean active, String... badges) {
    return new Worker(new WorkerId(id), "Somebody", "", Set.of(), active,
        Stream.of(badges).map(CredentialId::parse).toList());
  }

  @Test
  void theShortFormOfOnesOwnBadgeIsNoCollision() {
    assertEquals(List.of(), FormCollisions.of(List.of(worker("w1", true, "uid:DEADBEEF", "wiegand:26:222:44478"),
        worker("w2", true, "uid:01020304"))));
  }

  @Test
  void aShortFormThatAnothersBadgeHasAsWellIsTold() {
    List<FormCollisions.Collision> found = FormCollisions.of(List.of(
        worker("w1", true, "uid:DEADBEEF", "wiegand:26:222:44478"), worker("w2", true, "uid:DEADBE00")));
    assertEquals(1, found.size());
    assertEquals("w1", found.getFirst().holder().value());
    assertEquals("w2", found.getFirst().other().value());
    assertFalse(found.getFirst().words().contains("44478"), found.getFirst().words());
    assertFalse(found.getFirst().words().contains("DEADBE"), found.getFirst().words());
  }

  @Test
  void whoIsInactiveCollidesWithNobody() {
    assertEquals(List.of(), FormCollisions.of(List.of(worker("w1", true, "wiegand:26:222:44478"),
        worker("w2", false, "uid:DEADBE00"))));
    assertEquals(List.of(), FormCollisions.of(List.of(worker("w1", false, "wiegand:26:222:44478"),
        worker("w2", true, "uid:DEADBE00"))));
  }
}
