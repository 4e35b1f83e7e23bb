package dev.punchpost.drivers.ssd1306;

import dev.punchpost.drivers.layout.ViewDisplayContract;
import dev.punchpost.drivers.ssd1306.Ssd1306Options.Controller;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.playback.ManualTicker;

class Ssd1306ContractTest extends ViewDisplayContract {
  private final ManualTicker ticker = new ManualTicker(0);
  private final Ssd1306Simulator simulator = new Ssd1306Simulator(Controller.SSD1306);

  @Override
  protected ViewDisplay open() {
    // Time stands still here, or the picture would move.
    return new Ssd1306("wall", simulator.i2c(), ticker, _ -> {}, Ssd1306Options.of(Controller.SSD1306, 32));
  }

  @Override
  protected Object seen() {
    return simulator.picture();
  }

  @Override
  protected void takeAway() {
    simulator.unplug();
  }

  @Override
  protected void bringBack() {
    simulator.plug();
  }
}
