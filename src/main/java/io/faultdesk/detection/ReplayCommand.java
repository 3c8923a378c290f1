package io.faultdesk.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.faultdesk.rules.BrokenRules;
import io.faultdesk.rules.RuleFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code rules replay}: exit code 0 where the past was replayed, whatever came of it, 1 where the rules are broken or it failed,
 * 2 on wrong use.
 */
@Command(
    name = "rules replay",
    description = "Tells which findings and incidents rules would have opened on the stored signals of the last days, beside those "
        + "of the rules in force. Asks the running server, with the token in FAULTDESK_TOKEN, or opens the database where none runs.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
class ReplayCommand implements Callable<Integer> {

  static final String HERE = "http://127.0.0.1:8080";

  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private static final Pattern AGO = Pattern.compile("\\d+[a-z]+");

  @Option(names = "--from", required = true, paramLabel = "TIME",
      description = "such as 2026-11-20T08:00:00Z, or how long ago, such as 24h") private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "the same; default: now") private @Nullable String to;

  @Option(names = "--rules", paramLabel = "DIR",
      description = "the rules to try; default: those in force alone") private @Nullable Path folder;

  @Option(names = "--url", paramLabel = "URL",
      description = "where the server is; default: " + HERE) private @Nullable URI url;

  @Option(names = "--json", description = "print the result as JSON") private boolean json;

  @Spec private CommandSpec spec;

  /** What the environment says; another one in tests. */
  private Map<String, String> environment = System.getenv();
  private final Clock clock;
  private URI here = URI.create(HERE);

  ReplayCommand(Clock clock) {
    this.clock = clock;
  }

  /** One that lives elsewhere than the program, for tests. */
  ReplayCommand with(Map<String, String> surroundings, URI usualServer) {
    environment = surroundings;
    here = usualServer;
    return this;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ReplayRequest request = request();
    JsonNode outcome;
    try {
      outcome = ask(request);
    } catch (RemoteReplay.Refused refused) {
      return refuse(refused.problem());
    } catch (BrokenRules broken) {
      broken.faults().forEach(fault -> spec.commandLine().getErr().println(fault));
      return 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(outcome));
    } else {
      new ReplayTable(outcome).print(out);
    }
    out.flush();
    return 0;
  }

  private ReplayRequest request() throws IOException {
    Instant now = clock.instant();
    Instant start = time("--from", from, now);
    Instant end = to == null ? now : time("--to", to, now);
    if (!start.isBefore(now)) {
      throw new ParameterException(spec.commandLine(), "--from " + from + " is not past");
    }
    ReplayRequest request = new ReplayRequest(start, end, folder == null ? null : texts(folder));
    if (!request.isTo()) {
      throw new ParameterException(spec.commandLine(),
          "a replay goes through 8 days at most, and its beginning comes before its end");
    }
    return request;
  }

  private Instant time(String option, String text, Instant now) {
    try {
      return AGO.matcher(text).matches()
          ? now.minus(DurationStyle.SIMPLE.parse(text)).truncatedTo(ChronoUnit.SECONDS)
          : Instant.parse(text);
    } catch (DateTimeParseException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ParameterException(
          spec.commandLine(),
          option + " " + text + " is neither a time such as 2026-11-20T08:00:00Z nor one such as 24h");
    }
  }

  private Map<String, String> texts(Path rules) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    RuleFiles.given(rules, spec.commandLine()).files().forEach(file -> texts.put(file.name(), file.text()));
    return texts;
  }

  private JsonNode ask(ReplayRequest request)
      throws IOException, InterruptedException, BrokenRules, RemoteReplay.Refused {
    URI server = url == null ? here : url;
    try {
      return new RemoteReplay(server, environment.get("FAULTDESK_TOKEN"), JSON).run(request, progress());
    } catch (ConnectException nobody) {
      if (url != null) {
        throw new IOException("nobody answers at " + url);
      }
      return JSON.valueToTree(LocalReplay.run(request, progress(), clock));
    } finally {
      progress().accept(Double.NaN);
    }
  }

  private int refuse(JsonNode problem) {
    PrintWriter err = spec.commandLine().getErr();
    for (JsonNode error : problem.path("errors")) {
      err.println(
          error.has("file")
              ? error.get("file").asText() + ":" + error.path("line") + ":" + error.path("column") + ": "
                  + error.path("message").asText()
              : error.path("pointer").asText() + " " + error.path("detail").asText());
    }
    if (problem.path("errors").isEmpty()) {
      err.println(problem.path("detail").asText());
    }
    return 1;
  }

  /** Shows on a terminal how far it is, and nothing where nobody looks; what is no number ends the line. */
  private DoubleConsumer progress() {
    PrintWriter err = spec.commandLine().getErr();
    if (System.console() == null || !System.console().isTerminal()) {
      return share -> {};
    }
    return share -> {
      err.print(Double.isNaN(share) ? "\r" + " ".repeat(20) + "\r" : "\rreplayed " + Math.round(share * 100) + " %");
      err.flush();
    };
  }
}
