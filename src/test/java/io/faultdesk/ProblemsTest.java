package io.faultdesk;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

class ProblemsTest {

  @ParameterizedTest
  @MethodSource("temporary")
  void what_may_succeed_later_is_a_503_that_says_when(RuntimeException failure) throws Exception {
    failing(failure)
        .perform(get("/"))
        .andExpect(status().isServiceUnavailable())
        .andExpect(header().string("Retry-After", "5"))
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.code").value("service-unavailable"));
  }

  static Stream<RuntimeException> temporary() {
    return Stream.of(
        new CannotAcquireLockException("deadlock"),
        new QueryTimeoutException("lock timeout"),
        new CannotGetJdbcConnectionException("away"),
        new CannotCreateTransactionException("away"));
  }

  @Test
  void a_fault_of_the_program_is_a_500_that_tells_nothing() throws Exception {
    failing(new IllegalStateException("secret"))
        .perform(get("/"))
        .andExpect(status().isInternalServerError())
        .andExpect(jsonPath("$.code").value("internal-server-error"))
        .andExpect(jsonPath("$.detail")
            .value("Something went wrong here, not with your request. The server's log says more."));
  }

  private static MockMvc failing(RuntimeException failure) {
    return MockMvcBuilders.standaloneSetup(new Failing(failure)).setControllerAdvice(new Problems()).build();
  }

  @Test
  void a_parameter_out_of_bounds_is_named_with_the_reason() throws Exception {
    MockMvcBuilders.standaloneSetup(new Listing()).setControllerAdvice(new Problems()).build()
        .perform(get("/").param("limit", "201"))
        .andExpect(status().isBadRequest())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.code").value("invalid"))
        .andExpect(jsonPath("$.detail").value("The parameter limit must be less than or equal to 200."))
        .andExpect(jsonPath("$.errors[0].parameter").value("limit"));
  }

  /** Takes a parameter that has bounds. */
  @RestController
  static class Listing {

    @GetMapping("/")
    String get(@RequestParam @Min(1) @Max(200) int limit) {
      return String.valueOf(limit);
    }
  }

  /** Fails with what it was given. */
  @RestController
  record Failing(RuntimeException failure) {

    @GetMapping("/")
    String get() {
      throw failure;
    }
  }
}
