package dev.punchpost.kiosk.cli;

import dev.punchpost.hal.panel.View;
import dev.punchpost.kiosk.cli.ConfigSource.Configuration;
import dev.punchpost.kiosk.config.Settings;
import dev.punchpost.kiosk.control.ExitCode;
import dev.punchpost.kiosk.control.Output;
import dev.punchpost.kiosk.control.Request;
import dev.punchpost.kiosk.panel.SampleScreens;
import dev.punchpost.kiosk.panel.ScreenViews;
import dev.punchpost.kiosk.panel.Showing;
import dev.punchpost.kiosk.panel.ViewJson;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Draws in this process, so that the service needs no Java2D for it. What draws is named in [ScreenPicture] only,
/// because the command line looks at the members of every command.
@Command(name = "screen", description = "Draw what the terminal shows now, or a sample screen, as it looks on a screen of"
    + " this size.")
final class ScreenCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{2,3})x([1-9][0-9]{2,3})");

  private final Errand errand;

  @Option(names = "--png", required = true, paramLabel = "FILE", description = "Write this PNG file (0600).")
  private Path png = Path.of("");

  @Option(names = "--screen", paramLabel = "NAME", description = "A sample, in the terminal's language, without the"
      + " service; a name that does not exist shows those that do.")
  @Nullable
  private String screen;

  @Option(names = "--size", paramLabel = "WIDTHxHEIGHT", description = "Pixels, 160x120 or more. Default: 800x480.")
  private String size = "800x480";

  ScreenCommand(Errand errand) {
    this.errand = errand;
  }

  @Override
  public Integer call() {
    Matcher pixels = SIZE.matcher(size);
    if (!pixels.matches() || Integer.parseInt(pixels.group(1)) < 160 || Integer.parseInt(pixels.group(2)) < 120) {
      throw new CommandFailure(ExitCode.USAGE, "--size is WIDTHxHEIGHT from 160x120 to 9999x9999, such as 800x480");
    }
    View view;
    if (screen != null) {
      view = sample(screen);
    } else {
      StringBuilder text = new StringBuilder();
      int code = errand.perform(new Request.Screen(), new Output() {
        @Override
        public void out(String line) {
          text.append(line);
        }

        @Override
        public void err(String line) {
          errand.console().err(line);
        }
      });
      if (code != ExitCode.OK.code()) {
        return code;
      }
      view = shown(text.toString());
    }
    ScreenPicture.write(view, Integer.parseInt(pixels.group(1)), Integer.parseInt(pixels.group(2)),
        png.toAbsolutePath());
    return ExitCode.OK.code();
  }

  private static View shown(String text) {
    try {
      return ViewJson.read(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.SOFTWARE, "the service answered " + e.getMessage()
          + "; is the command line of another version than the service?");
    }
  }

  private View sample(String name) {
    ZoneId zone = ZoneId.systemDefault();
    ScreenViews views = new ScreenViews("en", "plant-a door-1");
    // With a bad configuration samples are English.
    if (errand.configuration() instanceof Configuration.Good(Settings settings, _)) {
      zone = settings.terminal().zone();
      views = new ScreenViews(settings.terminal().language(),
          settings.terminal().site() + " " + settings.terminal().id());
    }
    Map<String, Showing> samples = SampleScreens
        .at(ZonedDateTime.ofInstant(errand.surroundings().clock().now().wall(), zone));
    Showing sample = samples.get(name);
    if (sample == null) {
      throw new CommandFailure(ExitCode.USAGE, "--screen is one of " + String.join(", ", samples.keySet()));
    }
    return views.of(sample);
  }
}
