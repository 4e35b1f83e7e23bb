package dev.punchpost.kiosk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punchpost.kiosk.cli.ConfigSource.Configuration;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.control.ControlClient;
import dev.punchpost.kiosk.control.ControlClient.Attempt;
import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.control.Output;
import dev.punchpost.kiosk.control.Request;
import dev.punchpost.kiosk.health.Check;
import dev.punchpost.kiosk.health.Doctor;
import dev.punchpost.kiosk.health.ServiceView;
import dev.punchpost.kiosk.store.DataLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "doctor", description = "Look for what is wrong and say what to do. Ends with 1 if something is broken.")
final class DoctorCommand implements Callable<Integer> {
  private final Errand errand;

  @Option(names = "--json", description = "As a JSON array of {name, level, words, advice}.")
  private boolean json;

  DoctorCommand(Errand errand) {
    this.errand = errand;
  }

  @Override
  public Integer call() {
    Configuration configuration = errand.configuration();
    List<Check> checks = new Doctor(errand.surroundings().links(), () -> errand.surroundings().clock().now().state(),
        errand.surroundings().readers()).examine(
            errand.configFile(), switch (configuration) {
              case Configuration.Good(Settings settings, _) -> Optional.of(settings);
              case Configuration.Bad _ -> Optional.empty();
            }, switch (configuration) {
              case Configuration.Good _ -> List.of();
              case Configuration.Bad(List<String> mistakes, _) -> mistakes;
            }, switch (configuration) {
              case Configuration.Good(Settings settings, _) ->
                busy(settings.store().directory(), service(List.of(settings.control().socket())));
              case Configuration.Bad(_, List<Path> sockets) -> service(sockets);
            });
    Check.lines(checks, json).forEach(errand.console()::out);
    return checks.stream().anyMatch(check -> check.level() == Check.Level.FAIL)
        ? ExitCode.FAILED.code()
        : ExitCode.OK.code();
  }

  /// A service that is just starting has readers and broker already: nobody else may try them.
  private static ServiceView busy(Path data, ServiceView view) {
    OptionalLong process = view instanceof ServiceView.Stopped ? DataLock.holder(data) : OptionalLong.empty();
    return process.isPresent() ? new ServiceView.Busy(process.getAsLong()) : view;
  }

  private ServiceView service(List<Path> sockets) {
    ServiceView view = new ServiceView.Stopped();
    for (Path socket : errand.socket().map(List::of).orElse(sockets)) {
      switch (Errand.connect(socket)) {
        case Attempt.Connected(ControlClient client) -> {
          return ask(client);
        }
        case Attempt.Denied _ -> view = new ServiceView.Denied(socket);
        case Attempt.Stopped _ -> {
          // the next one
        }
      }
    }
    return view;
  }

  private static List<String> otherFaults(JsonNode status) {
    List<String> faults = new ArrayList<>();
    for (JsonNode contact : status.path("contacts")) {
      if (contact.path("fault").isTextual()) {
        faults.add("contact " + contact.path("name").asText() + " does not work: " + contact.path("fault").asText());
      }
    }
    for (JsonNode keypad : status.path("keypads")) {
      if (keypad.path("fault").isTextual()) {
        faults.add("keypad " + keypad.path("name").asText() + " does not work: " + keypad.path("fault").asText());
      }
    }
    if (status.at("/battery/fault").isTextual()) {
      faults.add("the battery's gauge does not work: " + status.at("/battery/fault").asText());
    }
    if (status.at("/indicator/fault").isTextual()) {
      faults.add("light and tone do not work: " + status.at("/indicator/fault").asText());
    }
    return faults;
  }

  private static ServiceView ask(ControlClient client) {
    StringBuilder text = new StringBuilder();
    try (client) {
      int code = client.send(new Request.Status(true), new Output() {
        @Override
        public void out(String line) {
          text.append(line).append('\n');
        }

        @Override
        public void err(String line) {
          text.append(line).append('\n');
        }
      });
      if (code != 0) {
        return new ServiceView.Silent(text.toString().strip());
      }
      JsonNode status = new ObjectMapper().readTree(text.toString());
      return new ServiceView.Running(status.at("/mqtt/connected").asBoolean(),
          status.at("/mqtt/broker").asText(""), status.at("/mqtt/lastError").asText(""),
          status.at("/clock/state").asText(""), status.at("/panel/fault").asText(""),
          status.at("/door/fault").asText(""), otherFaults(status));
    } catch (IOException e) {
      return new ServiceView.Silent(String.valueOf(e.getMessage()));
    }
  }
}
