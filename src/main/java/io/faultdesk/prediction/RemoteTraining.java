package io.faultdesk.prediction;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faultdesk.prediction.SelfTraining.Result;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** A training that a running server is asked for. */
record RemoteTraining(URI server, @Nullable String token) {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * Waits for the model; where nobody listens, a {@link ConnectException}. An {@link IllegalArgumentException} says what is missing to
   * learn from.
   */
  Result run(TrainingRequest request, DoubleConsumer progress) throws IOException, InterruptedException {
    listening();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      HttpRequest wanted = to(TrainingsApi.PATH).header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(JSON.writeValueAsString(body(request)))).build();
      String place = send(http, wanted).headers().firstValue("Location")
          .orElseThrow(() -> new IOException(server + " does not answer like Faultdesk"));
      JsonNode done = await(http, to(place).GET().build(), progress);
      return result(http, request, done);
    }
  }

  private static Map<String, @Nullable Object> body(TrainingRequest request) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("name", request.name());
    body.put("task", request.task());
    body.put("horizon", request.horizon());
    body.put("days", request.days());
    body.put("falseAlarms", request.falseAlarms());
    return body;
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
      throws IOException, InterruptedException {
    while (true) {
      JsonNode run;
      try {
        run = JSON.readTree(send(http, look).body());
      } catch (ConnectException gone) {
        throw new IOException(server + " is gone, and the training with it", gone);
      }
      switch (run.path("state").asText()) {
        case "done" -> {
          progress.accept(1);
          return run;
        }
        case "refused" -> throw new IllegalArgumentException(run.path("detail").asText());
        case "failed" -> throw new IOException(run.path("detail").asText());
        case "running" -> progress.accept(Math.min(0.99, run.path("progress").asDouble()));
        default -> throw new IOException(server + " does not answer like Faultdesk");
      }
      runAsync(() -> {}, delayedExecutor(BETWEEN_LOOKS.toMillis(), MILLISECONDS)).join();
    }
  }

  private Result result(HttpClient http, TrainingRequest request, JsonNode done)
      throws IOException, InterruptedException {
    String model = "/api/v1/models/" + done.path("version").asText();
    String text = send(http, to(model + "/file").GET().build()).body();
    Map<String, String> card = new LinkedHashMap<>();
    for (JsonNode file : done.path("files")) {
      String name = file.asText();
      if (!name.startsWith(request.name() + ".") || !name.matches(TrainingRequest.NAMES)) {
        throw new IOException(server + " names a file that is none of a card: " + name);
      }
      card.put(name, send(http, to(model + "/card/" + name).GET().build()).body());
    }
    ModelFile file = new ModelFile(server.toString(), String.valueOf(request.name()), text);
    return new Result(file, file.model(), card, null);
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
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
    boolean explained =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
    if (!explained) {
      throw new IOException(server + " answered " + status);
    }
    JsonNode problem = JSON.readTree(response.body());
    JsonNode first = problem.path("errors").path(0);
    throw new IOException(
        first.isMissingNode() ? problem.path("detail").asText()
            : first.path("pointer").asText() + " " + first.path("detail").asText());
  }
}
