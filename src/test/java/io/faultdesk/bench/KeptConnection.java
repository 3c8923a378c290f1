package io.faultdesk.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept HTTP/1.1 connection, opened anew where the server closes it. It costs the sender as little as can be, because the
 * sender shares the machine with what it measures.
 */
final class KeptConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 120_000;

  private final Contender to;
  private Socket socket;
  private InputStream in;

  KeptConnection(Contender to) throws IOException {
    this.to = to;
    open();
  }

  private void open() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  Answer post(String path, byte[] json) throws IOException {
    return exchange("POST " + path, "Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n", json);
  }

  Answer get(String path) throws IOException {
    return exchange("GET " + path, "", new byte[0]);
  }

  private Answer exchange(String request, String headers, byte[] body) throws IOException {
    byte[] head = (request + " HTTP/1.1\r\nHost: 127.0.0.1:" + to.port() + "\r\n" + to.headers() + headers + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
    byte[] message = new byte[head.length + body.length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(body, 0, message, head.length, body.length);
    socket.getOutputStream().write(message);
    return answer();
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = 0;
    boolean chunked = false;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
      chunked |= header.startsWith("transfer-encoding:") && header.endsWith("chunked");
      last |= header.startsWith("connection:") && header.endsWith("close");
    }
    byte[] body = chunked ? chunks() : in.readNBytes(length);
    if (last) {
      close();
      open();
    }
    return new Answer(status, body);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int length;
    do {
      length = Integer.parseInt(line(), 16);
      body.write(in.readNBytes(length));
      line();
    } while (length > 0);
    return body.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int each = in.read(); each != '\n'; each = in.read()) {
      if (each < 0) {
        throw new EOFException(to.name() + " closed the connection");
      }
      if (each != '\r') {
        line.append((char) each);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What came back. */
  record Answer(int status, byte[] body) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
