package io.faultdesk.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Calls the server under test over HTTP, never following a redirect. */
final class Caller {

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  Caller(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  static String basic(String user, String password) {
    byte[] plain = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain);
  }

  static String bearer(String token) {
    return "Bearer " + token;
  }

  HttpResponse<String> send(String method, String path, String credential, String body, String... headers) {
    BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return send(method, path, credential, content, headers);
  }

  HttpResponse<String> send(String method, String path, String credential, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
    if (credential != null) {
      request.header("Authorization", credential);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path, String credential, String... headers) {
    return send("GET", path, credential, (String) null, headers);
  }

  HttpResponse<String> post(String path, String credential, String json) {
    return send("POST", path, credential, json, "Content-Type", "application/json");
  }
}
