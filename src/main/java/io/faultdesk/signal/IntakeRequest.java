package io.faultdesk.signal;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyDecompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.faultdesk.shared.GzipStream;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.util.WebUtils;

/**
 * A request whose body arrives unpacked and within the limit, and whose beginning is remembered in case it turns out
 * to be unreadable. Reading it throws {@link Unreadable} where it is too long or badly packed, and {@link IntakeBusy} where its
 * sender is to wait or was too slow.
 */
class IntakeRequest extends HttpServletRequestWrapper {

  private final SenderLimits.Pass pass;
  private final long limit;
  private final int keep;
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
  private @Nullable ServletInputStream body;
  private boolean kept;

  IntakeRequest(HttpServletRequest request, SenderLimits.Pass pass, SignalSettings settings) {
    super(request);
    this.pass = pass;
    limit = settings.maxBody().toBytes();
    keep = (int) settings.maxDeadLetterBody().toBytes();
  }

  /** The intake request inside whatever it was wrapped in later. */
  static IntakeRequest of(ServletRequest request) {
    return Objects.requireNonNull(
        WebUtils.getNativeRequest(request, IntakeRequest.class), "the intake filter does not cover this route");
  }

  /** @throws IntakeBusy where its sender is to wait */
  void requirePass() {
    pass.require();
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    requirePass();
    if (super.getContentLengthLong() > limit) {
      throw CappedStream.tooLarge(limit);
    }
    return body();
  }

  @Override
  public BufferedReader getReader() throws IOException {
    String encoding = getCharacterEncoding();
    return new BufferedReader(
        new InputStreamReader(getInputStream(), encoding == null ? StandardCharsets.UTF_8.name() : encoding));
  }

  /** The length of a packed body says nothing about what a reader will see. */
  @Override
  public long getContentLengthLong() {
    return packing().isEmpty() ? super.getContentLengthLong() : -1;
  }

  @Override
  public int getContentLength() {
    return packing().isEmpty() ? super.getContentLength() : -1;
  }

  /** The first bytes of the body, unpacked as far as it could be. */
  byte[] beginning() {
    try {
      InputStream rest = body();
      while (beginning.size() < keep && rest.read(new byte[8192]) >= 0) {
        // reading is what fills the beginning
      }
    } catch (IOException unreadable) {
      // what was read until here is what can be kept
    }
    return beginning.toByteArray();
  }

  /** True on the first call only, for a body is kept once, and that of a sender that is to wait not at all. */
  boolean keepOnce() {
    boolean first = !kept && !pass.refused();
    kept = true;
    return first;
  }

  private ServletInputStream body() throws IOException {
    if (body == null) {
      body = new Recorded(open());
    }
    return body;
  }

  private InputStream open() throws IOException {
    InputStream raw = new CappedStream(super.getInputStream(), limit);
    return switch (packing()) {
      case "" -> raw;
      case "gzip", "x-gzip" -> unpacked(raw);
      case "snappy" -> unpackedBlock(raw);
      default ->
          throw new Unreadable(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the content encoding must be gzip, snappy or none, not " + packing());
    };
  }

  private InputStream unpacked(InputStream raw) throws IOException {
    try {
      return new CappedStream(inTime(() -> new GzipStream(raw)), limit);
    } catch (ZipException | EOFException e) {
      throw badlyPacked();
    }
  }

  /** Snappy's block format, which is unpacked as a whole and says beforehand how long that is. */
  private InputStream unpackedBlock(InputStream raw) throws IOException {
    byte[] packed = inTime(raw::readAllBytes);
    SnappyDecompressor snappy = new SnappyJavaDecompressor();
    try {
      int length = snappy.getUncompressedLength(packed, 0);
      if (length > limit) {
        throw CappedStream.tooLarge(limit);
      }
      byte[] unpacked = new byte[length];
      snappy.decompress(packed, 0, packed.length, unpacked, 0, length);
      return new ByteArrayInputStream(unpacked);
    } catch (MalformedInputException | ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      throw new Unreadable(HttpStatus.BAD_REQUEST, "the body is not a whole snappy block");
    }
  }

  private String packing() {
    String encoding = getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding == null || encoding.equalsIgnoreCase("identity") ? "" : encoding.toLowerCase(Locale.ROOT);
  }

  /** Whoever is too slow is no worse than we are when we are too busy: it may send the same again. */
  private static <T> T inTime(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (ErrorResponseException tooSlow) {
      throw new IntakeBusy("the body did not arrive in time, send it again");
    }
  }

  /** A step of reading, which waits for the sender. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static Unreadable badlyPacked() {
    return new Unreadable(HttpStatus.BAD_REQUEST, "the body is not a whole gzip stream");
  }

  /** The body on its way to the reader, its beginning copied. */
  private class Recorded extends ServletInputStream {

    private final InputStream in;
    private boolean finished;

    Recorded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = next(buffer, offset, length);
      finished = read < 0;
      if (read > 0) {
        pass.read(read);
        beginning.write(buffer, offset, Math.min(read, keep - beginning.size()));
      }
      return read;
    }

    private int next(byte[] buffer, int offset, int length) throws IOException {
      try {
        return inTime(() -> in.read(buffer, offset, length));
      } catch (ZipException | EOFException e) {
        throw badlyPacked();
      }
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("intake bodies are read blocking");
    }
  }
}
