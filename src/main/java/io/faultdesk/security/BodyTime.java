package io.faultdesk.security;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * Gives every body a time by which it must be there, because whoever sends a byte a second would else keep a thread for months,
 * signed in or not. Whoever reads on after that meets an {@link ErrorResponseException} with 408. It stands in Tomcat's pipeline
 * and not among the filters, because Tomcat reads forms itself; for the same reason it reads what nobody wanted, without which a
 * sender would see a reset instead of its answer.
 */
final class BodyTime extends ValveBase {

  static final Duration LONGEST = Duration.ofSeconds(60);

  private final Clock clock;

  BodyTime(Clock clock) {
    super(true);
    this.clock = clock;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (response.isErrorReportRequired()) {
      // Tomcat could not make out where the body ends, and closes the connection.
      getNext().invoke(request, response);
      return;
    }
    org.apache.coyote.Request raw = request.getCoyoteRequest();
    InputBuffer untimed = raw.getInputBuffer();
    raw.setInputBuffer(new Timed(untimed, clock.instant().plus(LONGEST)));
    try {
      getNext().invoke(request, response);
      // an asynchronous request is still being read by somebody else
      if (!request.isAsync()) {
        drain(raw, response, mostDrained(request));
      }
    } finally {
      // the connection keeps this object for its next request
      raw.setInputBuffer(untimed);
    }
  }

  /** What Tomcat itself would read and throw away, if it did so in any time. */
  private static long mostDrained(Request request) {
    return request.getConnector().getProtocolHandler() instanceof AbstractHttp11Protocol<?> http
        ? http.getMaxSwallowSize()
        : 0;
  }

  private static void drain(org.apache.coyote.Request raw, Response response, long most) throws IOException {
    if (raw.getContentLengthLong() <= 0 && raw.getHeader("Transfer-Encoding") == null) {
      return;
    }
    response.finishResponse();
    Thrown rest = new Thrown();
    try {
      long drained = 0;
      for (int read = 0; read >= 0 && drained < most; read = raw.doRead(rest)) {
        drained += read;
      }
      if (drained < most) {
        return;
      }
    } catch (IOException | ErrorResponseException goneOrSlow) {
      // Nobody waits for it any longer.
    }
    raw.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
  }

  /** A body that ends in an error once its time is over. */
  private final class Timed implements InputBuffer {

    private final InputBuffer source;
    private final Instant end;

    Timed(InputBuffer source, Instant end) {
      this.source = source;
      this.end = end;
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
      int read = read(handler);
      // a body that is over came in time, however late that is asked
      if (read >= 0 && clock.instant().isAfter(end)) {
        throw tooSlow();
      }
      return read;
    }

    private int read(ApplicationBufferHandler handler) throws IOException {
      try {
        return source.doRead(handler);
      } catch (SocketTimeoutException silent) {
        throw tooSlow();
      } catch (RuntimeException broken) {
        // what Tomcat makes of too many trailers, and would answer 500
        throw new BadRequestException(broken.toString());
      }
    }

    @Override
    public int available() {
      return source.available();
    }

    /** Not an IOException: Tomcat would take that for a sender that is gone, and answer 400 itself. */
    private ErrorResponseException tooSlow() {
      return new ErrorResponseException(HttpStatus.REQUEST_TIMEOUT);
    }
  }

  /** Where a body goes that nobody reads. */
  private static final class Thrown implements ApplicationBufferHandler {

    private ByteBuffer buffer = EMPTY_BUFFER;

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public void expand(int size) {
      // nothing is kept
    }
  }
}
