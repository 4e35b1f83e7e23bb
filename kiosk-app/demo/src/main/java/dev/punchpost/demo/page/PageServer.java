package dev.punchpost.demo.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.demo.Stage;
import dev.punchpost.demo.terminal.Badge;
import dev.punchpost.demo.terminal.Crew;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The page's web server on 127.0.0.1. It answers only to that name, takes orders only from its own page, and loads
/// nothing from elsewhere.
final class PageServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NEXT_PORTS = 100;
  private static final Map<String, String> FILES = Map.of("index.html", "text/html; charset=utf-8", "page.css",
      "text/css; charset=utf-8", "page.js", "text/javascript; charset=utf-8", "terminal.js",
      "text/javascript; charset=utf-8", "icon.svg", "image/svg+xml");
  private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'",
      "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Opener-Policy",
      "same-origin", "Cross-Origin-Resource-Policy", "same-origin", "Cache-Control", "no-store");

  private final Stage stage;
  private final Stream stream;
  private final Javalin server;

  /// Starts to listen.
  ///
  /// @param port the wanted one, of which the next free one is taken; 0 for any
  /// @throws IOException if none is free
  PageServer(Stage stage, Stream stream, int port) throws IOException {
    this.stage = stage;
    this.stream = stream;
    server = listen(port);
  }

  int port() {
    return server.port();
  }

  private Javalin listen(int wanted) throws IOException {
    int last = wanted == 0 ? 0 : Math.min(65535, wanted + NEXT_PORTS);
    for (int port = wanted; port <= last; port++) {
      if (port != 0 && taken(port)) {
        continue;
      }
      Javalin candidate = Javalin.create(config -> {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        routes(config.routes);
      });
      try {
        return candidate.start("127.0.0.1", port);
      } catch (JavalinBindException e) {
        candidate.stop();
        LOG.debug("port {} is taken", port);
      }
    }
    throw new IOException("no free port from " + wanted + " to " + last + " on 127.0.0.1");
  }

  /// Asked first, because a server that cannot start says so at length.
  private static boolean taken(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return !probe.isBound();
    } catch (IOException e) {
      return true;
    }
  }

  private void routes(RoutesConfig routes) {
    routes.before(this::guard);
    routes.get("/", context -> file(context, "index.html"));
    FILES.keySet().forEach(name -> routes.get("/" + name, context -> file(context, name)));
    routes.sse("/events", stream::serve);
    routes.post("/do/tap", this::tap);
    routes.post("/do/cable-out", context -> stage.pullCable());
    routes.post("/do/cable-in", context -> stage.plugCable());
    routes.post("/do/reader-out", context -> stage.unplugReader());
    routes.post("/do/reader-in", context -> stage.plugReader());
    routes.post("/do/power-cut", context -> Thread.ofVirtual().name("power").start(this::cutPower));
    routes.post("/do/power-on", context -> stage.switchOn());
  }

  private void guard(Context context) {
    HEADERS.forEach(context::header);
    Doorkeeper.refusal(server.port(), context.method().name(), Optional.ofNullable(context.header("Host")),
        Optional.ofNullable(context.header("Origin"))).ifPresent(reason -> {
          throw new ForbiddenResponse(reason);
        });
  }

  private static void file(Context context, String name) throws IOException {
    try (InputStream in = PageServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the page's " + name + " is not in this build");
      }
      context.contentType(FILES.getOrDefault(name, "application/octet-stream")).result(in.readAllBytes());
    }
  }

  private void tap(Context context) {
    String number;
    try {
      JsonNode order = JSON.readTree(context.body());
      number = order.path("badge").asText();
    } catch (JsonProcessingException e) {
      context.status(400);
      return;
    }
    Crew.byNumber(number).ifPresentOrElse(badge -> tap(context, badge), () -> context.status(404));
  }

  private void tap(Context context, Badge badge) {
    stage.tap(badge).ifPresentOrElse(answer -> {
      context.status(202);
      answer.thenAccept(what -> stream.answered(badge, what));
    }, () -> context.status(429));
  }

  private void cutPower() {
    try {
      stage.cutPowerAndRestore();
    } catch (IOException e) {
      LOG.error("the terminal does not start again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stream.close();
    server.stop();
  }
}
