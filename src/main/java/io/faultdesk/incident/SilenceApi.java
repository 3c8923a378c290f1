package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faultdesk.incident.SilenceReach.Muted;
import io.faultdesk.incident.SilenceReach.Past;
import io.faultdesk.incident.SilenceReach.Reach;
import io.faultdesk.incident.SilenceView.State;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Silences over HTTP, in the style of Faultdesk's own API. */
@RestController
@RequestMapping("/api/v1/silences")
class SilenceApi {

  private final SilenceDesk desk;
  private final SilenceReach reach;

  SilenceApi(SilenceDesk desk, SilenceReach reach) {
    this.desk = desk;
    this.reach = reach;
  }

  @Operation(summary = "Silences what meets every condition, or changes the silence that is named by its id")
  @PostMapping
  ResponseEntity<SilenceView> save(@Valid @RequestBody Wanted wanted, Principal by, HttpServletRequest request) {
    boolean insists = Boolean.TRUE.equals(wanted.force());
    if (insists && !request.isUserInRole("admin")) {
      throw new SilenceRefused("/force", "only an administrator may insist");
    }
    SilenceView saved = desk.save(wanted.silence(), by.getName(), insists);
    return saved.id().equals(wanted.id())
        ? ResponseEntity.ok(saved)
        : ResponseEntity.created(URI.create("/api/v1/silences/" + saved.id())).body(saved);
  }

  @Operation(summary = "Tells what such a silence would mute now and would have muted in the last week")
  @PostMapping("/preview")
  Preview preview(@Valid @RequestBody Conditions conditions) {
    List<LabelMatcher> matchers = matchers(conditions.matchers());
    Reach now = reach.of(matchers);
    return new Preview(now.open(), now.matching(), now.findings(), reach.past(matchers));
  }

  @Operation(summary = "Lists silences, the newest first")
  @GetMapping
  Page<SilenceView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    InvalidRequest.requireLimit(limit);
    return desk.list(state == null ? null : State.of(state), before(cursor), limit);
  }

  @Operation(summary = "Shows a silence")
  @GetMapping("/{id}")
  SilenceView get(@PathVariable String id) {
    return desk.find(id);
  }

  @Operation(summary = "Ends a silence now")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void expire(@PathVariable String id, Principal by) {
    desk.expire(id, by.getName());
  }

  @ExceptionHandler
  ProblemDetail onRefusal(SilenceRefused refused) {
    if (refused.pointer() != null) {
      return InvalidRequest.body(refused.pointer(), String.valueOf(refused.getMessage())).getBody();
    }
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY,
        "This silence is too wide: " + refused.getMessage()
            + ". Name more precisely what is to be silent; an administrator may insist with \"force\".");
    problem.setProperty("code", "silence-too-wide");
    problem.setProperty("matching", refused.matching());
    problem.setProperty("open", refused.open());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail onUnknown(UnknownSilence unknown) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, unknown.getMessage());
    problem.setProperty("code", "unknown-silence");
    return problem;
  }

  private static List<LabelMatcher> matchers(List<String> texts) {
    NewSilence.requireFew(texts);
    List<LabelMatcher> matchers = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        matchers.add(LabelMatcher.of(texts.get(i)));
      } catch (IllegalArgumentException wrong) {
        throw InvalidRequest.body("/matchers/" + i, String.valueOf(wrong.getMessage()));
      }
    }
    return matchers;
  }

  private static long before(@Nullable String cursor) {
    try {
      return cursor == null ? Long.MAX_VALUE : Long.parseUnsignedLong(cursor);
    } catch (NumberFormatException e) {
      throw InvalidRequest.badCursor();
    }
  }

  /**
   * Body of a silence.
   *
   * @param id the silence to change; null for a new one
   * @param force whether it is meant although it mutes very much; for administrators
   */
  record Wanted(
      @Nullable String id,
      @NotEmpty(message = "needs at least one matcher") List<@NotNull(message = "is required") String> matchers,
      @Nullable Instant startsAt,
      @NotNull(message = "is required") Instant endsAt,
      @NotNull(message = "is required") String reason,
      @Nullable String onBehalfOf,
      @Nullable Boolean force) {

    private NewSilence silence() {
      return new NewSilence(id, SilenceApi.matchers(matchers), startsAt, endsAt, reason.strip(), onBehalfOf);
    }
  }

  /** Body of a preview. */
  record Conditions(
      @NotEmpty(message = "needs at least one matcher") List<@NotNull(message = "is required") String> matchers) {}

  /**
   * What conditions reach.
   *
   * @param open how many findings are open, with an incident or without
   * @param matching how many of them meet every condition
   * @param findings the first of those
   * @param incidents how many incidents would not have been opened
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Preview(int open, int matching, List<Muted> findings, Past incidents) {}
}
