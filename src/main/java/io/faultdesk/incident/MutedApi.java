package io.faultdesk.incident;

import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is quiet and why, over HTTP. */
@RestController
@RequestMapping("/api/v1/muted-findings")
class MutedApi {

  private final MutedFindings muted;

  MutedApi(MutedFindings muted) {
    this.muted = muted;
  }

  @Operation(summary = "Lists findings that opened no incident and the reason of each, the newest first")
  @GetMapping
  @Transactional(readOnly = true)
  public Page<MutedFindingView> list(
      @RequestParam(defaultValue = "true") boolean open,
      @RequestParam(required = false) @Nullable String service,
      @RequestParam(required = false) @Nullable String stage,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    InvalidRequest.requireLimit(limit);
    List<MutedFindingView> found = muted.page(open, service, stage(stage), before(cursor), limit + 1);
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, limit), String.valueOf(found.get(limit - 1).id()));
  }

  private static @Nullable Stage stage(@Nullable String word) {
    return word == null
        ? null
        : Arrays.stream(Stage.values())
            .filter(stage -> stage.word().equals(word))
            .findFirst()
            .orElseThrow(
                () -> InvalidRequest.parameter("stage", "must be one of "
                    + Arrays.stream(Stage.values()).map(Stage::word).collect(Collectors.joining(", "))));
  }

  private static long before(@Nullable String cursor) {
    try {
      return cursor == null ? Long.MAX_VALUE : Long.parseUnsignedLong(cursor);
    } catch (NumberFormatException e) {
      throw InvalidRequest.badCursor();
    }
  }
}
