package dev.punchpost.kiosk.forward.wire;

import dev.punchpost.kiosk.forward.BrokerUrl;
import dev.punchpost.kiosk.forward.LinkException;
import dev.punchpost.kiosk.forward.LinkException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// An open connection to a broker: TCP, and TLS on it for `mqtts`, with the host name always verified.
///
/// One thread reads, one writes, any thread closes.
public final class BrokerSocket implements AutoCloseable {
  private static final int SHORTEST_VERDICT_MS = 50;
  private static final int LONGEST_VERDICT_MS = 1_000;
  private static final String[] PROTOCOL = {"TLSv1.3"};
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Socket tcp;
  private final Socket top;

  private BrokerSocket(Socket tcp, Socket top) {
    this.tcp = tcp;
    this.top = top;
  }

  /// Looks the name up, tries its addresses in turn, and makes the TLS handshake if the URL asks for it.
  ///
  /// @param tls files for `mqtts`; without them the system's trust store counts
  /// @param timeout for the name, again for TCP over all addresses, and again for each answer of the handshake
  /// @throws LinkException in words a technician understands; nothing stays open
  public static BrokerSocket open(BrokerUrl url, Optional<TlsFiles> tls, Duration timeout) {
    // Files first: a mistake in them is told even while the broker is away.
    Optional<SSLContext> context = url.tls() ? Optional.of(context(tls)) : Optional.empty();
    Socket tcp = connect(url, timeout);
    boolean done = false;
    try {
      Socket top = context.isPresent() ? handshake(tcp, context.get(), url, tls, timeout) : tcp;
      done = true;
      return new BrokerSocket(tcp, top);
    } finally {
      if (!done) {
        closeQuietly(tcp);
      }
    }
  }

  private static SSLContext context(Optional<TlsFiles> tls) {
    try {
      return tls.isPresent() ? tls.get().load() : SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new LinkException(Kind.TLS, "TLS: the system's trust store cannot be used: " + e.getMessage(), e);
    }
  }

  private static Socket connect(BrokerUrl url, Duration timeout) {
    InetAddress[] addresses;
    try {
      addresses = NameLookup.SYSTEM.addresses(url.host(), timeout);
    } catch (UnknownHostException e) {
      throw new LinkException(Kind.NAME, "the name " + url.host() + " does not resolve (DNS, or no network)", e);
    } catch (TimeoutException e) {
      throw new LinkException(Kind.NAME, "DNS does not answer within " + seconds(timeout) + " for the name "
          + url.host(), e);
    }
    // A name may have a dead IPv6 address before a live IPv4 one: each gets its share of the time.
    int share = (int) Math.max(1, timeout.toMillis() / addresses.length);
    IOException last = new ConnectException("no address");
    for (InetAddress address : addresses) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, url.port()), share);
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException e) {
        closeQuietly(socket);
        last = e;
      }
    }
    throw unreachable(url, timeout, last);
  }

  private static LinkException unreachable(BrokerUrl url, Duration timeout, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof SocketTimeoutException) {
      return new LinkException(Kind.TIMEOUT, "no answer from " + url + " within " + seconds(timeout), e);
    }
    if (e instanceof NoRouteToHostException || message.contains("unreachable")) {
      return new LinkException(Kind.REFUSED, url + " cannot be reached from this network (" + message + ")", e);
    }
    if (e instanceof ConnectException) {
      return new LinkException(Kind.REFUSED, "nobody listens at " + url + " (" + message + ")", e);
    }
    return new LinkException(Kind.REFUSED, url + " cannot be reached: " + message, e);
  }

  private static Socket handshake(Socket tcp, SSLContext context, BrokerUrl url, Optional<TlsFiles> tls,
      Duration timeout) {
    try {
      String host = url.host().replaceAll("[\\[\\]]", "");
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, host, url.port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(tls.map(TlsFiles::allow12).orElse(false) ? PROTOCOLS : PROTOCOL);
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      tcp.setSoTimeout((int) timeout.toMillis());
      long start = System.nanoTime();
      socket.startHandshake();
      awaitVerdict(socket, Duration.ofNanos(System.nanoTime() - start));
      return socket;
    } catch (SocketTimeoutException e) {
      throw new LinkException(Kind.TIMEOUT,
          url + " accepted the connection and did not answer the TLS handshake within " + seconds(timeout), e);
    } catch (IOException e) {
      throw new LinkException(Kind.TLS, TlsWords.of(e, url, tls), e);
    }
  }

  /// With TLS 1.3 the handshake is over for the client before the broker has judged its certificate (RFC 8446, 4.4.2.4
  /// and appendix E.1.2). The alert comes within another round trip; whoever writes before it may only see a broken
  /// connection. A broker does not speak first, so a read that finds nothing is the good case.
  private static void awaitVerdict(SSLSocket socket, Duration handshake) throws IOException {
    if (socket.getSession().getProtocol().equals("TLSv1.3")) {
      socket.setSoTimeout(Math.clamp(handshake.toMillis(), SHORTEST_VERDICT_MS, LONGEST_VERDICT_MS));
      try {
        int read = socket.getInputStream().read();
        throw new SSLException(read < 0 ? "connection closed after the handshake" : "data before CONNECT");
      } catch (SocketTimeoutException e) {
        // No objection.
        socket.setSoTimeout(0);
        return;
      }
    }
    socket.setSoTimeout(0);
  }

  /// A time-out as people say it.
  public static String seconds(Duration timeout) {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }

  /// Blocks without a time limit; ends with an exception when the connection is closed.
  public InputStream input() throws IOException {
    return top.getInputStream();
  }

  public OutputStream output() throws IOException {
    return top.getOutputStream();
  }

  /// Closes at once, also under a write that blocks because the peer does not read. That is why no TLS close_notify
  /// is sent: it would wait for that write, and MQTT's own DISCONNECT says more. Idempotent; never throws.
  @Override
  public void close() {
    closeQuietly(tcp);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody can do anything about it, and the descriptor is gone.
      return;
    }
  }
}
