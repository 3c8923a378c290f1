package io.faultdesk.incident;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.incident.SilenceView.State;
import io.faultdesk.shared.LabelMatcher;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same silences as Alertmanager 0.25 shows and takes them, for {@code amtool} and Grafana. */
@RestController
@RequestMapping("/api/v2")
class AlertmanagerSilenceApi {

  /** How long Alertmanager shows one after its end. */
  private static final Duration SHOWN = Duration.ofHours(120);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final int MISSING = 602;
  private static final int TOO_FEW = 612;
  private static final int WRONG_TYPE = 601;

  private final SilenceDesk desk;
  private final Silences silences;
  private final Clock clock;

  AlertmanagerSilenceApi(SilenceDesk desk, Silences silences, Clock clock) {
    this.desk = desk;
    this.silences = silences;
    this.clock = clock;
  }

  @Operation(summary = "Lists silences as Alertmanager's API v2 does, those that ended within five days included")
  @GetMapping("/silences")
  @Transactional(readOnly = true)
  public List<Shown> list(HttpServletRequest request) {
    List<LabelMatcher> filters = filters(request.getParameterValues("filter"));
    Instant now = clock.instant();
    return silences.endingAfter(now.minus(SHOWN)).stream()
        .sorted(order(now))
        .map(silence -> Shown.of(silence, now))
        .filter(shown -> shown.meets(filters))
        .toList();
  }

  /** Active ones by their end, pending ones by their beginning, then those that are over, the latest first. */
  private static Comparator<Silence> order(Instant now) {
    return Comparator.comparing((Silence silence) -> switch (silence.state(now)) {
      case ACTIVE -> 0;
      case PENDING -> 1;
      case EXPIRED -> 2;
    }).thenComparing(silence -> switch (silence.state(now)) {
      case ACTIVE -> silence.endsAt().toEpochMilli();
      case PENDING -> silence.startsAt().toEpochMilli();
      case EXPIRED -> -silence.endsAt().toEpochMilli();
    });
  }

  @Operation(summary = "Makes or changes a silence as Alertmanager's API v2 does")
  @PostMapping("/silences")
  Map<String, String> save(@RequestBody JsonNode body, Principal by) {
    return Map.of("silenceID", desk.save(Wanted.read(body), by.getName(), false).id());
  }

  @Operation(summary = "Shows a silence as Alertmanager's API v2 does")
  @GetMapping("/silence/{id}")
  @Transactional(readOnly = true)
  public ResponseEntity<Shown> get(@PathVariable String id) {
    requireUuid(id);
    return ResponseEntity.of(silences.find(id).map(silence -> Shown.of(silence, clock.instant())));
  }

  @Operation(summary = "Ends a silence as Alertmanager's API v2 does")
  @DeleteMapping("/silence/{id}")
  ResponseEntity<Void> expire(@PathVariable String id, Principal by) {
    requireUuid(id);
    desk.expire(id, by.getName());
    return ResponseEntity.ok().build();
  }

  /** Any other method, because the common answer to it would not be in Alertmanager's format. */
  @Operation(hidden = true)
  @RequestMapping({"/silences", "/silence/{id}"})
  ResponseEntity<ErrorBody> otherMethod(HttpServletRequest request) {
    String allowed = request.getServletPath().endsWith("/silences") ? "GET,POST" : "DELETE,GET";
    String text = "method " + request.getMethod() + " is not allowed, but [" + allowed + "] are";
    return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED).header("Allow", allowed)
        .contentType(MediaType.APPLICATION_JSON).body(new ErrorBody(HttpStatus.METHOD_NOT_ALLOWED.value(), text));
  }

  @ExceptionHandler
  ResponseEntity<String> onRefusal(SilenceRefused refused) {
    String why = refused.pointer() == null
        ? "silence is too wide: " + refused.getMessage()
        : "silence invalid: " + refused.getMessage();
    return text(HttpStatus.BAD_REQUEST, why);
  }

  /** Alertmanager 0.25 says 500 to this where it is to be ended; later ones say 404. */
  @ExceptionHandler
  ResponseEntity<String> onUnknown(UnknownSilence unknown) {
    return text(HttpStatus.NOT_FOUND, "silence not found");
  }

  @ExceptionHandler
  ResponseEntity<String> onBadMatcher(BadFilter bad) {
    return text(HttpStatus.BAD_REQUEST, String.valueOf(bad.getMessage()));
  }

  /** There are too many, or too much is being looked at. */
  @ExceptionHandler
  ResponseEntity<String> onTooMuch(ErrorResponseException refused) {
    return ResponseEntity.status(refused.getStatusCode()).headers(refused.getHeaders())
        .contentType(MediaType.APPLICATION_JSON)
        .body(Json.write((Object) String.valueOf(refused.getBody().getDetail())));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> onBadForm(BadForm bad) {
    return ResponseEntity.status(bad.status).contentType(MediaType.APPLICATION_JSON)
        .body(new ErrorBody(bad.code, String.valueOf(bad.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> onUnreadable(HttpMessageNotReadableException unreadable) {
    return unreadable.getCause() == null
        ? onBadForm(new BadForm(HttpStatus.UNPROCESSABLE_ENTITY, MISSING, "silence in body is required"))
        : onBadForm(BadForm.unparsed("it is not JSON"));
  }

  private static ResponseEntity<String> text(HttpStatus status, String text) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(Json.write((Object) text));
  }

  private static List<LabelMatcher> filters(String @Nullable [] texts) {
    return texts == null ? List.of() : Arrays.stream(texts).map(AlertmanagerSilenceApi::filter).toList();
  }

  private static LabelMatcher filter(String text) {
    try {
      return LabelMatcher.of(text);
    } catch (IllegalArgumentException e) {
      throw new BadFilter("bad matcher format: " + text);
    }
  }

  private static void requireUuid(String id) {
    try {
      if (UUID.fromString(id).toString().equalsIgnoreCase(id)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new BadForm(HttpStatus.UNPROCESSABLE_ENTITY, WRONG_TYPE,
        "silenceID in path must be of type uuid: \"" + id + "\"");
  }

  /** The form in which Alertmanager refuses what is not of the right form. */
  record ErrorBody(int code, String message) {}

  /** A silence in Alertmanager's words. */
  record Shown(
      String id,
      Status status,
      String updatedAt,
      String comment,
      String createdBy,
      String endsAt,
      List<Matcher> matchers,
      String startsAt) {

    private static Shown of(Silence silence, Instant now) {
      return new Shown(
          silence.id(),
          new Status(silence.state(now)),
          TIME.format(silence.changedAt()),
          silence.reason(),
          silence.author(),
          TIME.format(silence.endsAt()),
          silence.matchers().stream().map(Matcher::of).toList(),
          TIME.format(silence.startsAt()));
    }

    /** Whether its own conditions, seen as labels, meet those. */
    private boolean meets(List<LabelMatcher> filters) {
      Map<String, String> labels = matchers.stream().collect(toMap(Matcher::name, Matcher::value, (a, b) -> b));
      return filters.stream().allMatch(filter -> filter.test(labels));
    }
  }

  /** How far it is. */
  record Status(State state) {}

  /** One of its conditions. */
  record Matcher(boolean isEqual, boolean isRegex, String name, String value) {

    private static Matcher of(LabelMatcher matcher) {
      return new Matcher(matcher.isEqual(), matcher.isPattern(), matcher.label(), matcher.value());
    }
  }

  /** A filter of a list cannot be read. */
  private static final class BadFilter extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadFilter(String message) {
      super(message);
    }
  }

  /** A request does not have the form that it must have. */
  private static final class BadForm extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final int code;

    BadForm(HttpStatus status, int code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }

    static BadForm missing(String field) {
      return new BadForm(HttpStatus.UNPROCESSABLE_ENTITY, MISSING, field + " in body is required");
    }

    static BadForm unparsed(String why) {
      return new BadForm(HttpStatus.BAD_REQUEST, HttpStatus.BAD_REQUEST.value(),
          "parsing silence body from \"\" failed, because " + why);
    }
  }

  /** The body of a silence, looked through in the order in which Alertmanager does. */
  private record Wanted(JsonNode json) {

    static NewSilence read(JsonNode json) {
      if (!json.isObject()) {
        throw BadForm.unparsed("it is no object");
      }
      return new Wanted(json).read();
    }

    private NewSilence read() {
      String comment = text(json, "comment", "");
      String createdBy = text(json, "createdBy", "");
      String endsAt = text(json, "endsAt", "");
      JsonNode matchers = field(json, "matchers", "");
      String startsAt = text(json, "startsAt", "");
      String id = json.path("id").asText("");
      return new NewSilence(id.isEmpty() ? null : id, matchers(matchers), time(startsAt), time(endsAt),
          comment.strip(), createdBy.isBlank() ? null : createdBy.strip());
    }

    private static List<LabelMatcher> matchers(JsonNode json) {
      if (!json.isArray()) {
        throw BadForm.unparsed("matchers are no list");
      }
      if (json.isEmpty()) {
        throw new BadForm(
            HttpStatus.UNPROCESSABLE_ENTITY, TOO_FEW, "matchers in body should have at least 1 items");
      }
      NewSilence.requireFew(json.valueStream()
          .map(matcher -> matcher.path("name").asText() + matcher.path("value").asText()).toList());
      List<LabelMatcher> matchers = new ArrayList<>();
      for (int i = 0; i < json.size(); i++) {
        matchers.add(matcher(json.get(i), i));
      }
      return matchers;
    }

    private static LabelMatcher matcher(JsonNode json, int index) {
      String place = "matchers." + index + ".";
      boolean pattern = field(json, "isRegex", place).asBoolean();
      String name = text(json, "name", place);
      String value = text(json, "value", place);
      try {
        return LabelMatcher.of(name, value, pattern, json.path("isEqual").asBoolean(true));
      } catch (IllegalArgumentException wrong) {
        throw new SilenceRefused("/matchers/" + index, "invalid label matcher " + index + ": " + wrong.getMessage());
      }
    }

    private static String text(JsonNode json, String field, String place) {
      JsonNode value = field(json, field, place);
      if (!value.isTextual()) {
        throw BadForm.unparsed(place + field + " is no string");
      }
      return value.textValue();
    }

    private static JsonNode field(JsonNode json, String field, String place) {
      JsonNode value = json.path(field);
      if (value.isMissingNode() || value.isNull()) {
        throw BadForm.missing(place + field);
      }
      return value;
    }

    private static Instant time(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
      } catch (DateTimeException e) {
        throw BadForm.unparsed("\"" + text + "\" is not a time like 2026-11-20T18:11:16.479Z");
      }
    }
  }
}
