package io.faultdesk.incident;

import io.faultdesk.incident.MaintenanceWindowView.State;
import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import java.net.URI;
import java.security.Principal;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Maintenance windows over HTTP. */
@RestController
@RequestMapping(MaintenanceApi.PATH)
class MaintenanceApi {

  static final String PATH = "/api/v1/maintenance-windows";

  private final MaintenanceDesk desk;
  private final MeasuringTurn turn;

  MaintenanceApi(MaintenanceDesk desk, MeasuringTurn turn) {
    this.desk = desk;
    this.turn = turn;
  }

  @Operation(
      summary = "Proposes a maintenance window; it counts at once unless it covers a critical service, which needs an approval")
  @PostMapping
  ResponseEntity<MaintenanceWindowView> propose(@RequestBody NewMaintenanceWindow asked, Principal by) {
    MaintenanceWindowView added = desk.propose(asked, by.getName());
    return ResponseEntity.created(URI.create(PATH + "/" + added.number())).body(added);
  }

  @Operation(
      summary = "Says what a maintenance window would do: when it would be open, and which open findings it would keep quiet")
  @PostMapping("/preview")
  MaintenancePreview preview(@RequestBody NewMaintenanceWindow asked) {
    return turn.take(() -> desk.preview(asked));
  }

  @Operation(summary = "Lists maintenance windows with the next occurrence of each, the newest first")
  @GetMapping
  Page<MaintenanceWindowView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return desk.list(state(state), cursor, limit);
  }

  @Operation(summary = "Shows a maintenance window with its next ten occurrences")
  @GetMapping("/{number}")
  MaintenanceWindowView get(@PathVariable String number) {
    return desk.get(number);
  }

  @Operation(summary = "Ends what is open of a maintenance window now; it opens again as planned")
  @PostMapping("/{number}/end")
  MaintenanceWindowView end(@PathVariable String number) {
    return LostRaces.repeat(() -> {
      desk.end(number);
      return desk.get(number);
    });
  }

  @Operation(summary = "Calls a maintenance window off, and what is left of it")
  @DeleteMapping("/{number}")
  MaintenanceWindowView cancel(@PathVariable String number, Principal by) {
    return LostRaces.repeat(() -> {
      desk.cancel(number, by.getName());
      return desk.get(number);
    });
  }

  private static @Nullable State state(@Nullable String word) {
    return word == null
        ? null
        : Arrays.stream(State.values())
            .filter(state -> state.word().equals(word))
            .findFirst()
            .orElseThrow(
                () -> InvalidRequest.parameter("state", "must be one of "
                    + Arrays.stream(State.values()).map(State::word).collect(Collectors.joining(", "))));
  }
}
