package dev.punchpost.demo.page;

import java.util.Optional;
import java.util.Set;

/// Who may talk to the page's server. A page of another site may neither read this one under a name that it has
/// pointed here (DNS rebinding), nor send orders to it (cross-site request forgery).
final class Doorkeeper {
  private Doorkeeper() {}

  /// Looks at a request.
  ///
  /// @param port the server's own
  /// @param method of HTTP
  /// @param host the header `Host`
  /// @param origin the header `Origin`, which browsers send with every order (Fetch standard, section 3.1)
  /// @return why it is refused; empty if it is not
  static Optional<String> refusal(int port, String method, Optional<String> host, Optional<String> origin) {
    if (host.filter(Set.of("127.0.0.1:" + port, "localhost:" + port)::contains).isEmpty()) {
      return Optional.of("this page answers only as 127.0.0.1 or localhost");
    }
    boolean reads = method.equals("GET") || method.equals("HEAD");
    if (!reads && !origin.equals(host.map(name -> "http://" + name))) {
      return Optional.of("orders are taken only from this page");
    }
    return Optional.empty();
  }
}
