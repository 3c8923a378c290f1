package io.faultdesk.security;

import io.faultdesk.shared.IntakeRoutes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 413 to a body above 10 MiB, or above 16 KiB where people sign in, whether its length is announced or not. It
 * counts what comes over the wire; who unpacks a body limits what comes out. The routes of signals limit their bodies
 * themselves, behind the sign-in, because they answer in the sender's format and keep what they refuse.
 */
final class BodyLimit extends OncePerRequestFilter {

  static final long ANY = 10L << 20;
  static final long SIGN_IN = 16L << 10;

  private final IntakeRoutes signals;
  private final Refusals refusals;

  BodyLimit(IntakeRoutes signals, Refusals refusals) {
    this.signals = signals;
    this.refusals = refusals;
  }

  /** Asks for the path the container has normalised, by which it also finds the filter that limits instead. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return "POST".equals(request.getMethod()) && signals.contain(request.getServletPath());
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long limit = limit(request);
    if (request.getContentLengthLong() > limit) {
      refusals.tooLarge(response, limit);
    } else if (request.getContentLengthLong() >= 0 || request.getHeader("Transfer-Encoding") == null) {
      readInTime(request, response, chain);
    } else {
      Counted counted = new Counted(request, limit);
      readInTime(counted, new Answer(response, counted), chain);
    }
  }

  private void readInTime(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (ErrorResponseException broken) {
      // from a filter behind this one, which read a form
      if (!response.isCommitted()) {
        refusals.tooSlow(response);
      }
    }
  }

  private static long limit(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return path.equals("/login") || path.startsWith("/camunda/api/admin/auth/") ? SIGN_IN : ANY;
  }

  /** A request whose body ends in an error once it has grown too long. */
  private static final class Counted extends HttpServletRequestWrapper {

    private final long limit;
    private boolean exceeded;
    private @Nullable ServletInputStream body;

    Counted(HttpServletRequest request, long limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (body == null) {
        body = new CountedBody(super.getInputStream(), this);
      }
      return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
      String encoding = getCharacterEncoding();
      Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
      return new BufferedReader(new InputStreamReader(getInputStream(), charset));
    }
  }

  /** Counts the bytes that are read. */
  private static final class CountedBody extends ServletInputStream {

    private final ServletInputStream source;
    private final Counted request;
    private long count;

    CountedBody(ServletInputStream source, Counted request) {
      this.source = source;
      this.request = request;
    }

    @Override
    public int read() throws IOException {
      int read = source.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = source.read(target, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    @Override
    public boolean isFinished() {
      return source.isFinished();
    }

    @Override
    public boolean isReady() {
      return source.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      source.setReadListener(listener);
    }

    private void count(int read) {
      count += read;
      if (count > request.limit) {
        request.exceeded = true;
        // Not an IOException: whoever reads the body would take that for an unreadable one and answer 400.
        throw new ErrorResponseException(HttpStatus.PAYLOAD_TOO_LARGE);
      }
    }
  }

  /** A response that says 413 whatever was made of the broken-off body. */
  private static final class Answer extends HttpServletResponseWrapper {

    private final Counted request;

    Answer(HttpServletResponse response, Counted request) {
      super(response);
      this.request = request;
    }

    @Override
    public void setStatus(int status) {
      super.setStatus(request.exceeded ? HttpStatus.PAYLOAD_TOO_LARGE.value() : status);
    }

    @Override
    public void sendError(int status) throws IOException {
      super.sendError(request.exceeded ? HttpStatus.PAYLOAD_TOO_LARGE.value() : status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      super.sendError(request.exceeded ? HttpStatus.PAYLOAD_TOO_LARGE.value() : status, message);
    }
  }
}
