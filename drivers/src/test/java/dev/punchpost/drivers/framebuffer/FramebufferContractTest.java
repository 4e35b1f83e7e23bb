package dev.punchpost.drivers.framebuffer;

import dev.punchpost.drivers.layout.ViewDisplayContract;
import dev.punchpost.hal.panel.PixelFormat;
import dev.punchpost.hal.panel.ViewDisplay;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

class FramebufferContractTest extends ViewDisplayContract {
  private final FramebufferSimulator simulator = new FramebufferSimulator(PixelFormat.rgb565(320, 240));

  @Override
  protected ViewDisplay open() {
    return new Framebuffer("wall", simulator, FramebufferOptions.defaults());
  }

  @Override
  protected Object seen() {
    return Arrays.hashCode(((DataBufferInt) simulator.picture().getRaster().getDataBuffer()).getData());
  }

  @Override
  protected void takeAway() {
    simulator.breakDown(true);
  }

  @Override
  protected void bringBack() {
    simulator.breakDown(false);
  }
}
