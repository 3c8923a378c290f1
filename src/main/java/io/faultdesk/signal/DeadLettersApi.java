package io.faultdesk.signal;

import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the dead letters, the newest first. */
@RestController
class DeadLettersApi {

  private final DeadLetters deadLetters;

  DeadLettersApi(DeadLetters deadLetters) {
    this.deadLetters = deadLetters;
  }

  @Operation(summary = "Lists the messages that could not be read")
  @GetMapping("/api/v1/dead-letters")
  Page<DeadLetter> list(
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(defaultValue = "" + Long.MAX_VALUE) long cursor) {
    List<DeadLetter> letters = deadLetters.below(cursor, limit + 1);
    boolean more = letters.size() > limit;
    List<DeadLetter> page = more ? letters.subList(0, limit) : letters;
    return new Page<>(page, more ? Long.toString(page.getLast().id()) : null);
  }

  /** Always a download, because what strangers sent must not be shown by a browser as a page. */
  @Operation(summary = "Downloads the body of such a message")
  @GetMapping("/api/v1/dead-letters/{id}/body")
  ResponseEntity<byte[]> body(@PathVariable long id) {
    return deadLetters
        .body(id)
        .map(
            body -> ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment().filename("dead-letter-" + id).build().toString())
                .body(body))
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
