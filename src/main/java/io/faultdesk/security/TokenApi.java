package io.faultdesk.security;

import io.faultdesk.security.TokenDesk.Issued;
import io.faultdesk.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, lists and revokes API tokens over HTTP, for admins. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenApi {

  private final TokenDesk desk;

  TokenApi(TokenDesk desk) {
    this.desk = desk;
  }

  @Operation(summary = "Issues an API token, which is shown this once")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Issued issue(@Valid @RequestBody Wanted wanted, Principal principal) {
    return desk.issue(wanted.name().strip(), wanted.scopes(), wanted.expires(), principal.getName());
  }

  @Operation(summary = "Lists the API tokens without their secrets")
  @GetMapping
  Page<ApiToken> list(
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return Page.of(desk.all(), TokenApi::place, cursor, limit);
  }

  @Operation(summary = "Revokes an API token")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String id) {
    if (!desk.revoke(id)) {
      ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no token with this id.");
      problem.setProperty("code", "unknown_token");
      throw new ErrorResponseException(HttpStatus.NOT_FOUND, problem, null);
    }
  }

  /** Where a token stands in the list, the oldest first. */
  private static String place(ApiToken token) {
    return "%016d-%s".formatted(token.createdAt().toEpochMilli(), token.id());
  }

  /** The token somebody asks for; without {@code expires} it lives until it is revoked. */
  record Wanted(
      @NotBlank @Size(max = 100) String name,
      @NotEmpty Set<@NotNull Scope> scopes,
      @Nullable @Future Instant expires) {}
}
