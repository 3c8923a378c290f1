package io.faultdesk.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A bare connection to Faultdesk on which anything can be sent, also what no HTTP client would. */
final class Wire implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  Wire(String base) throws IOException {
    URI address = URI.create(base);
    socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Breaks the connection off, so that the other side sees a reset. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The next answer to its end, or null where the connection is at its end. */
  Reply reply() throws IOException {
    String line = line();
    if (line == null) {
      return null;
    }
    int status = Integer.parseInt(line.split(" ")[1]);
    Map<String, String> headers = new HashMap<>();
    for (String header = line(); header != null && !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    return status == 100 ? reply() : new Reply(status, headers, body(status, headers));
  }

  /** Whether nothing more comes. */
  boolean ends() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private String body(int status, Map<String, String> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      return new String(in.readNBytes(Integer.parseInt(headers.get("content-length"))), UTF_8);
    }
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return List.of(204, 304).contains(status) || !"close".equals(headers.get("connection")) ? ""
          : new String(in.readAllBytes(), UTF_8);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toString(UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = in.read(); read >= 0; read = in.read()) {
      if (read == '\n') {
        return line.toString(ISO_8859_1).stripTrailing();
      }
      line.write(read);
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What came back. */
  record Reply(int status, Map<String, String> headers, String body) {}
}
