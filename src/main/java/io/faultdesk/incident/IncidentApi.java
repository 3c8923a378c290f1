package io.faultdesk.incident;

import io.faultdesk.incident.IncidentView.FindingView;
import io.faultdesk.incident.IncidentView.State;
import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.security.Principal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Incidents over HTTP. */
@RestController
@RequestMapping("/api/v1/incidents")
class IncidentApi {

  private static final int MAX_TEXT = 20_000;

  private final IncidentDesk desk;

  IncidentApi(IncidentDesk desk) {
    this.desk = desk;
  }

  @Operation(summary = "Reports a fault; an open incident of the same dedup key takes the report in")
  @PostMapping
  ResponseEntity<IncidentView> report(
      @Valid @RequestBody NewReport report,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      Principal sender) {
    Reported reported = desk.report(report, sender.getName(), idempotencyKey);
    return reported.opened()
        ? ResponseEntity.created(URI.create("/api/v1/incidents/" + reported.incident().number()))
            .body(reported.incident())
        : ResponseEntity.ok(reported.incident());
  }

  @Operation(summary = "Lists incidents, the newest first")
  @GetMapping
  Page<IncidentView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String service,
      @RequestParam(required = false) @Nullable Integer priority,
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return desk.list(new IncidentFilter(state(state), service, priority, team, q), cursor, limit);
  }

  @Operation(summary = "Shows an incident")
  @GetMapping("/{number}")
  IncidentView get(@PathVariable String number) {
    return desk.find(number).orElseThrow(() -> new UnknownIncident(number));
  }

  @Operation(summary = "Lists what was found in an incident, the newest first")
  @GetMapping("/{number}/findings")
  Page<FindingView> findings(
      @PathVariable String number,
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return desk.findings(number, open, cursor, limit);
  }

  @Operation(summary = "Lists what happened to an incident")
  @GetMapping("/{number}/timeline")
  Page<TimelineEntry> timeline(
      @PathVariable String number,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return desk.timeline(number, cursor, limit);
  }

  @Operation(summary = "Says that somebody has taken the incident on")
  @PostMapping("/{number}/acknowledgement")
  IncidentView acknowledge(
      @PathVariable String number, @Valid @RequestBody(required = false) @Nullable Note note, Principal by) {
    return changed(number, () -> desk.acknowledge(number, by.getName(), note == null ? null : note.note()));
  }

  @Operation(summary = "Adds a comment to the timeline")
  @PostMapping("/{number}/comments")
  IncidentView comment(@PathVariable String number, @Valid @RequestBody Comment comment, Principal by) {
    return changed(number, () -> desk.note(number, "comment", by.getName(), comment.text()));
  }

  @Operation(summary = "Ends the incident as recovered or false alarm, and its process with it")
  @PostMapping("/{number}/resolution")
  IncidentView resolve(@PathVariable String number, @Valid @RequestBody Resolution resolution, Principal by) {
    return changed(
        number,
        () -> {
          if (Boolean.TRUE.equals(resolution.falseAlarm())) {
            desk.declareFalseAlarm(number, by.getName(), resolution.text());
          } else {
            desk.declareRecovered(number, by.getName(), resolution.text());
          }
        });
  }

  @Operation(summary = "Ends the incident as a duplicate of another")
  @PostMapping("/{number}/merge")
  IncidentView merge(@PathVariable String number, @Valid @RequestBody Merge merge, Principal by) {
    return changed(number, () -> desk.declareDuplicate(number, merge.into(), by.getName()));
  }

  private IncidentView changed(String number, Runnable transition) {
    return LostRaces.repeat(
        () -> {
          transition.run();
          return get(number);
        });
  }

  private static @Nullable State state(@Nullable String word) {
    return word == null
        ? null
        : Arrays.stream(State.values())
            .filter(state -> state.word().equals(word))
            .findFirst()
            .orElseThrow(
                () -> InvalidRequest.parameter("state", "must be open, acknowledged, resolved or closed"));
  }

  /** Body of an acknowledgement. */
  record Note(@Nullable @Size(max = MAX_TEXT, message = "must have at most 20000 characters") String note) {}

  /** Body of a comment. */
  record Comment(
      @NotBlank(message = "is required") @Size(max = MAX_TEXT,
          message = "must have at most 20000 characters") String text) {}

  /** Body of a resolution. */
  record Resolution(
      @NotBlank(message = "is required") @Size(max = MAX_TEXT,
          message = "must have at most 20000 characters") String text,
      @Nullable Boolean falseAlarm) {}

  /** Body of a merge. */
  record Merge(@NotBlank(message = "is required") String into) {}
}
