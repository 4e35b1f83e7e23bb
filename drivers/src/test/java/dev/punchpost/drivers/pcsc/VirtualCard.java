package dev.punchpost.drivers.pcsc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/// A card behind vpcd, the virtual reader of the vsmartcard project: a TCP connection is a card in the slot. Messages
/// have two bytes of length, highest first; those of one byte are for the slot: 0 off, 1 on, 2 reset, 4 the ATR, please.
final class VirtualCard implements AutoCloseable {
  private static final int GET_ATR = 4;

  private final Socket socket;
  private final Thread thread;

  /// @param answer to the pseudo-APDU for the UID, with its status
  VirtualCard(int port, byte[] atr, byte[] answer) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    thread = Thread.ofPlatform().daemon().name("virtual-card").start(() -> serve(atr, answer));
  }

  private void serve(byte[] atr, byte[] answer) {
    try (DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      while (true) {
        byte[] message = in.readNBytes(in.readUnsignedShort());
        if (message.length == 1) {
          if (message[0] == GET_ATR) {
            send(out, atr);
          }
        } else {
          send(out, Arrays.equals(message, CardAnswer.GET_UID) ? answer : new byte[]{0x6D, 0x00});
        }
      }
    } catch (IOException e) {
      // taken out of the slot
    }
  }

  private static void send(DataOutputStream out, byte[] message) throws IOException {
    out.writeShort(message.length);
    out.write(message);
    out.flush();
  }

  /// Takes it out of the slot.
  @Override
  public void close() {
    try {
      socket.close();
      thread.join(1_000);
    } catch (IOException e) {
      // it is out
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
