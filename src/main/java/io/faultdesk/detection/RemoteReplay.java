package io.faultdesk.detection;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** A replay that a running server is asked for. */
record RemoteReplay(URI server, @Nullable String token, ObjectMapper json) {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  /** Waits for the result; where nobody listens, a {@link ConnectException}. */
  JsonNode run(ReplayRequest request, DoubleConsumer progress) throws IOException, InterruptedException, Refused {
    listening();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      HttpRequest wanted =
          to(ReplayApi.PATH).header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json.writeValueAsString(request))).build();
      String place =
          send(http, wanted).headers().firstValue("Location")
              .orElseThrow(() -> new IOException(server + " does not answer like Faultdesk"));
      return await(http, to(place).GET().build(), progress);
    }
  }

  /** Costs nothing, whereas the client loads every certificate there is. */
  private void listening() throws IOException {
    int port = server.getPort() > 0 ? server.getPort() : "https".equals(server.getScheme()) ? 443 : 80;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(String.valueOf(server.getHost()), port), 10_000);
    } catch (UnknownHostException unknown) {
      throw new IOException("there is no host " + server.getHost(), unknown);
    }
  }

  private JsonNode await(HttpClient http, HttpRequest look, DoubleConsumer progress)
      throws IOException, InterruptedException, Refused {
    while (true) {
      JsonNode run;
      try {
        run = json.readTree(send(http, look).body());
      } catch (ConnectException gone) {
        throw new IOException(server + " is gone, and the replay with it", gone);
      }
      switch (run.path("state").asText()) {
        case "done" -> {
          return run.get("result");
        }
        case "failed" -> throw new IOException(run.path("failure").asText());
        default -> progress.accept(run.path("progress").asDouble());
      }
      runAsync(() -> {}, delayedExecutor(BETWEEN_LOOKS.toMillis(), MILLISECONDS)).join();
    }
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException, Refused {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      throw new IOException(
          token == null
              ? server + " wants to know who asks: put a token of scope admin into FAULTDESK_TOKEN"
              : server + " does not take the token in FAULTDESK_TOKEN for this (" + status + ")");
    }
    if (status / 100 == 2) {
      return response;
    }
    if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
      throw new Refused(json.readTree(response.body()));
    }
    throw new IOException(server + " answered " + status);
  }

  /** The server does not want to. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient JsonNode problem;

    Refused(JsonNode problem) {
      super(problem.path("detail").asText());
      this.problem = problem;
    }

    /** Why, as RFC 9457 has it. */
    JsonNode problem() {
      return problem;
    }
  }
}
