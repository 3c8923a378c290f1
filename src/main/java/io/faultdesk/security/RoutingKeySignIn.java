package io.faultdesk.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faultdesk.shared.GzipStream;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs an event of PagerDuty's format in by its {@code routing_key}, which is an API token, unless its sender is signed in
 * already. It hands every event on without the key, so that no copy of a token is kept anywhere.
 */
final class RoutingKeySignIn extends OncePerRequestFilter {

  /** What PagerDuty itself takes; it is read before anybody is known. */
  static final int LONGEST = 512 << 10;

  private static final String KEY = "routing_key";

  /** A key and what it is set to, wherever it stands in what is no JSON object. */
  private static final Pattern LOOSE_KEY = Pattern.compile("(routing_key[^:=]{0,20}[:=]\\s*\"?)[^\",}&\\s]+");

  private final RequestMatcher events;
  private final TokenDesk tokens;
  private final Refusals refusals;
  private final ObjectMapper json;

  /** @param events which requests bring such an event; the others are let through as they are */
  RoutingKeySignIn(RequestMatcher events, TokenDesk tokens, Refusals refusals, ObjectMapper json) {
    this.events = events;
    this.tokens = tokens;
    this.refusals = refusals;
    this.json = json;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !events.matches(request);
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body;
    try {
      body = body(request);
    } catch (ErrorResponseException tooSlow) {
      refusals.eventLater(response, "the body did not arrive in time, send it again");
      return;
    }
    if (body.length > LONGEST) {
      refusals.unreadableEvent(
          response, HttpStatus.PAYLOAD_TOO_LARGE, "the event is larger than " + (LONGEST >> 10) + " KiB");
      return;
    }
    ObjectNode event = event(body);
    JsonNode key = event == null ? null : event.remove(KEY);
    if (SecurityContextHolder.getContext().getAuthentication() == null) {
      if (event == null) {
        refusals.unreadableEvent(response, HttpStatus.BAD_REQUEST, "the body is not a JSON object");
        return;
      }
      Optional<SignedIn> caller;
      try {
        caller = caller(key);
      } catch (DataAccessException | TransactionException e) {
        refusals.eventLater(response, Refusals.UNKNOWABLE);
        return;
      }
      if (caller.isEmpty()) {
        refusals.wrongKey(response);
        return;
      }
      caller.get().enter(request, response);
    }
    byte[] rest = event == null ? withoutLooseKey(body) : json.writeValueAsBytes(event);
    chain.doFilter(new WithoutKey(request, rest), response);
  }

  private Optional<SignedIn> caller(@Nullable JsonNode key) {
    return key == null || !key.isTextual() ? Optional.empty() : tokens.recognise(key.textValue());
  }

  /** The beginning of the body, unpacked, one byte more than is taken; nothing of one that is badly packed. */
  private static byte[] body(HttpServletRequest request) throws IOException {
    InputStream body = request.getInputStream();
    if (!"gzip".equalsIgnoreCase(request.getHeader(HttpHeaders.CONTENT_ENCODING))) {
      return body.readNBytes(LONGEST + 1);
    }
    try {
      return new GzipStream(body).readNBytes(LONGEST + 1);
    } catch (ZipException | EOFException e) {
      return new byte[0];
    }
  }

  private @Nullable ObjectNode event(byte[] body) throws IOException {
    try {
      return json.readTree(body) instanceof ObjectNode event ? event : null;
    } catch (JsonProcessingException | CharConversionException e) {
      return null;
    }
  }

  /** What nobody can read is kept to be looked at, a key in it is not. */
  private static byte[] withoutLooseKey(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return LOOSE_KEY.matcher(text).replaceAll("$1").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The request with that body, which is not packed. */
  private static final class WithoutKey extends HttpServletRequestWrapper {

    private final byte[] body;

    WithoutKey(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING) ? null : super.getHeader(name);
    }

    @Override
    public int getContentLength() {
      return body.length;
    }

    @Override
    public long getContentLengthLong() {
      return body.length;
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public ServletInputStream getInputStream() {
      return new Body(new ByteArrayInputStream(body));
    }
  }

  /** A body that is there already. */
  private static final class Body extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    Body(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("events are read blocking");
    }
  }
}
