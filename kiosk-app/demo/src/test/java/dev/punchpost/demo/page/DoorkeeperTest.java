package dev.punchpost.demo.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorkeeperTest {
  private static final int PORT = 8080;

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8080", "localhost:8080"})
  void itsOwnPageMayReadAndOrder(String host) {
    assertEquals(Optional.empty(), refusal("GET", host, Optional.empty()));
    assertEquals(Optional.empty(), refusal("POST", host, Optional.of("http://" + host)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example:8080", "127.0.0.1", "127.0.0.1:8081", "localhost.evil.example:8080", ""})
  void aNameThatIsNotOursIsRefused(String host) {
    assertTrue(refusal("GET", host, Optional.empty()).isPresent());
  }

  @Test
  void aRequestWithoutAHostIsRefused() {
    assertTrue(Doorkeeper.refusal(PORT, "GET", Optional.empty(), Optional.empty()).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "http://localhost:8080", "https://127.0.0.1:8080", "null"})
  void anOrderFromAnotherOriginIsRefused(String origin) {
    assertTrue(refusal("POST", "127.0.0.1:8080", Optional.of(origin)).isPresent());
  }

  @Test
  void anOrderWithoutAnOriginIsRefused() {
    assertTrue(refusal("POST", "127.0.0.1:8080", Optional.empty()).isPresent());
  }

  private static Optional<String> refusal(String method, String host, Optional<String> origin) {
    return Doorkeeper.refusal(PORT, method, Optional.of(host), origin);
  }
}
