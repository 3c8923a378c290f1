package io.faultdesk.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs an event of PagerDuty's format in by its {@code routing_key}, which is an API token, and hands it on without it, so
 * that no copy of the token is kept anywhere.
 */
final class RoutingKeySignIn extends OncePerRequestFilter {

  /** What PagerDuty itself takes; it is read before anybody is known. */
  static final int LONGEST = 512 << 10;

  private static final String KEY = "routing_key";

  private final TokenDesk tokens;
  private final Refusals refusals;
  private final ObjectMapper json;

  RoutingKeySignIn(TokenDesk tokens, Refusals refusals, ObjectMapper json) {
    this.tokens = tokens;
    this.refusals = refusals;
    this.json = json;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
    if (body.length > LONGEST) {
      refusals.tooLarge(response, LONGEST);
      return;
    }
    ObjectNode event = event(body);
    JsonNode key = event.remove(KEY);
    Optional<SignedIn> caller = key == null || !key.isTextual() ? Optional.empty() : tokens.recognise(key.textValue());
    if (caller.isEmpty()) {
      refusals.wrongKey(response);
      return;
    }
    caller.get().enter(request, response);
    chain.doFilter(new WithoutKey(request, json.writeValueAsBytes(event)), response);
  }

  private ObjectNode event(byte[] body) throws IOException {
    try {
      return json.readTree(body) instanceof ObjectNode event ? event : json.createObjectNode();
    } catch (JsonProcessingException e) {
      return json.createObjectNode();
    }
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
