package dev.punchpost.drivers.hd44780;

import dev.punchpost.drivers.layout.ViewDisplayContract;
import dev.punchpost.hal.panel.ViewDisplay;
import dev.punchpost.hal.playback.ManualPause;
import dev.punchpost.hal.playback.ManualTicker;

class Hd44780ContractTest extends ViewDisplayContract {
  private final ManualTicker ticker = new ManualTicker();
  private final Hd44780Simulator simulator = new Hd44780Simulator(16, 2, Hd44780Rom.A00);

  @Override
  protected ViewDisplay open() {
    return new Hd44780("wall", simulator.i2c(), ticker, new ManualPause(ticker), Hd44780Options.of(16, 2));
  }

  @Override
  protected Object seen() {
    return simulator.text();
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
