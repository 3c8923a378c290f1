package io.faultdesk.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Talks to a running Faultdesk as one user, the way other programs do. */
final class Client {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String base;
  private final Map<String, String> headers;

  private Client(String base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  static Client stranger(String base) {
    return new Client(base, Map.of());
  }

  static Client user(String base, String user, String password) {
    String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return new Client(base, Map.of("Authorization", "Basic " + login));
  }

  Client with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Client(base, more);
  }

  Answer get(String path) {
    return call("GET", path, "application/json", "");
  }

  Answer delete(String path) {
    return call("DELETE", path, "application/json", "");
  }

  Answer post(String path, Object body) {
    return call("POST", path, "application/json", body instanceof String text ? text : write(body));
  }

  Answer post(String path, String contentType, String body) {
    return call("POST", path, contentType, body);
  }

  Answer put(String path, Object body) {
    return call("PUT", path, "application/json", write(body));
  }

  Answer postNdjson(String path, String lines) {
    return call("POST", path, "application/x-ndjson", lines);
  }

  Answer postMultipart(String path, String boundary, String body) {
    return call("POST", path, "multipart/form-data; boundary=" + boundary, body);
  }

  /** Posts JSON in chunks, its length not announced. */
  Answer postChunked(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return send("POST", path, "application/json",
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
  }

  private Answer call(String method, String path, String contentType, String body) {
    return send(method, path, contentType,
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private Answer send(String method, String path, String contentType, BodyPublisher body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
    if (body.contentLength() != 0) {
      request.header("Content-Type", contentType);
    }
    headers.forEach(request::header);
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response.headers().map());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String write(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came back. */
  record Answer(int status, String text, Map<String, java.util.List<String>> headers) {

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException("not JSON: " + status + " " + text, e);
      }
    }

    Answer expect(int expected) {
      if (status != expected) {
        throw new AssertionError("expected " + expected + " but got " + status + ": " + text);
      }
      return this;
    }
  }
}
