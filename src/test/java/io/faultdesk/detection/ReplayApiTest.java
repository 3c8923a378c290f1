package io.faultdesk.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.faultdesk.detection.ReplayDiff.Difference;
import io.faultdesk.rules.RuleBook;
import io.faultdesk.rules.Turns;
import io.faultdesk.rules.Turns.Turn;
import io.faultdesk.testing.HandClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.MethodArgumentNotValidException;

/** Replays over HTTP. */
class ReplayApiTest {

  private static final String HOUR = "\"from\":\"2026-03-02T02:00:00Z\",\"to\":\"2026-03-02T03:00:00Z\"";
  private static final ReplayDiff DIFF =
      new ReplayDiff(
          Instant.parse("2026-03-02T02:00:00Z"), Instant.parse("2026-03-02T03:00:00Z"), "v1", null,
          Map.of(Difference.FOUND, 0), List.of(), List.of(), 0);

  private final Replay replay = mock();
  private final Turns turns = new Turns();
  private final HandClock clock = new HandClock(Instant.parse("2026-03-02T03:00:00Z"));
  private final ReplayDesk desk = new ReplayDesk(replay, mock(RuleBook.class), turns, clock);
  private final MockMvc http = MockMvcBuilders.standaloneSetup(new ReplayApi(desk, clock)).build();

  @AfterEach
  void stop() {
    desk.destroy();
  }

  @Test
  void a_replay_is_taken_at_once_and_its_result_asked_for_later() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    when(replay.run(any(), any(), any(), anyInt(), any())).thenAnswer(call -> {
      working.await();
      return DIFF;
    });
    String place =
        start("{" + HOUR + "}").andExpect(status().isAccepted()).andExpect(jsonPath("$.state").value("running"))
            .andReturn().getResponse().getHeader("Location");
    http.perform(get(place)).andExpect(status().isOk()).andExpect(jsonPath("$.state").value("running"))
        .andExpect(jsonPath("$.progress").value(0.0)).andExpect(jsonPath("$.result").isEmpty());

    working.countDown();
    await().untilAsserted(
        () -> http.perform(get(place)).andExpect(jsonPath("$.state").value("done"))
            .andExpect(jsonPath("$.progress").value(1.0)).andExpect(jsonPath("$.result.active").value("v1"))
            .andExpect(jsonPath("$.result.counts.found").value(0)));
  }

  @Test
  void beyond_one_that_runs_and_two_that_wait_the_caller_is_asked_to_come_back() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    when(replay.run(any(), any(), any(), anyInt(), any())).thenAnswer(call -> {
      working.await();
      return DIFF;
    });
    for (int i = 0; i < 3; i++) {
      start("{" + HOUR + "}").andExpect(status().isAccepted());
    }
    start("{" + HOUR + "}").andExpect(status().isServiceUnavailable()).andExpect(header().exists("Retry-After"))
        .andExpect(jsonPath("$.code").value("busy"));
    working.countDown();
    await().untilAsserted(() -> start("{" + HOUR + "}").andExpect(status().isAccepted()));
  }

  @Test
  void a_replay_that_fails_says_so_and_the_next_one_runs() throws Exception {
    when(replay.run(any(), any(), any(), anyInt(), any())).thenThrow(new StackOverflowError()).thenReturn(DIFF);
    String failed = start("{" + HOUR + "}").andReturn().getResponse().getHeader("Location");
    String good = start("{" + HOUR + "}").andReturn().getResponse().getHeader("Location");
    await().untilAsserted(
        () -> http.perform(get(failed)).andExpect(jsonPath("$.state").value("failed"))
            .andExpect(jsonPath("$.failure").value(containsString("failed"))));
    await().untilAsserted(() -> http.perform(get(good)).andExpect(jsonPath("$.state").value("done")));
  }

  @Test
  void a_range_that_is_missing_too_long_or_the_wrong_way_round_is_a_bad_request() throws Exception {
    start("{}").andExpect(status().isBadRequest());
    start("{\"from\":\"2026-03-02T02:00:00Z\",\"to\":\"2026-03-02T02:00:00Z\"}").andExpect(status().isBadRequest());
    start("{\"from\":\"2026-03-02T02:00:00Z\",\"to\":\"2026-03-10T02:00:01Z\"}").andExpect(status().isBadRequest());
    start("{" + HOUR + ",\"rules\":{}}").andExpect(status().isBadRequest());
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
      "from":"+1000000000-12-31T00:00:00Z","to":"2026-03-02T03:00:00Z"              ; to    ; must come after from
      "from":"+1000000000-12-31T00:00:00Z","to":"+1000000000-12-31T03:00:00Z"       ; from  ; years 1970 and 9999
      "from":"2026-03-02T02:00:00Z","to":"+1000000000-12-31T23:59:59.999999999Z"    ; to    ; by 8 days at most
      "from":"-1000000000-01-01T00:00:00Z","to":"+1000000000-12-31T00:00:00Z"       ; to    ; by 8 days at most
      "from":"-1000000000-01-01T00:00:00Z","to":"-1000000000-01-02T00:00:00Z"       ; from  ; years 1970 and 9999
      "from":1e30,"to":1e31                                                         ; body  ; cannot be read
      "from":"2026-03-02T02:00:00Z","to":"2026-03-02T03:00:00Z","rules":{"a.drl":null}       ; rules ; the text of each file
      "from":"2026-03-02T02:00:00Z","to":"2026-03-02T03:00:00Z","rules":{"a.drl.xlsx":"###"} ; rules ; its bytes in Base64
      """)
  void what_no_replay_can_be_made_of_is_named(String body, String field, String message) throws Exception {
    Exception refused =
        start("{" + body + "}").andExpect(status().isBadRequest()).andReturn().getResolvedException();

    if (refused instanceof MethodArgumentNotValidException invalid) {
      assertThat(invalid.getFieldErrors()).anySatisfy(error -> {
        assertThat(error.getField()).isEqualTo(field);
        assertThat(error.getDefaultMessage()).contains(message);
      });
    } else {
      assertThat(refused).isInstanceOf(HttpMessageNotReadableException.class);
    }
  }

  @Test
  void while_other_rules_are_compiled_a_candidate_is_asked_to_come_back() throws Exception {
    String candidate = "{" + HOUR + ",\"rules\":{\"a.drl\":\"package faultdesk.performance\"}}";
    try (Turn turn = turns.take()) {
      start(candidate).andExpect(status().isServiceUnavailable()).andExpect(header().string("Retry-After", "1"));
    }
    start(candidate).andExpect(status().isAccepted());
  }

  @Test
  void the_future_cannot_be_replayed() throws Exception {
    start("{\"from\":\"2026-03-02T03:00:01Z\",\"to\":\"2026-03-02T04:00:00Z\"}").andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail").value("What is to be replayed begins in the future."));
  }

  @Test
  void an_unknown_replay_is_not_found() throws Exception {
    http.perform(get("/api/v1/rules/replays/none")).andExpect(status().isNotFound())
        .andExpect(jsonPath("$.code").value("not-found"));
  }

  private ResultActions start(String body) throws Exception {
    return http.perform(post("/api/v1/rules/replays").contentType(MediaType.APPLICATION_JSON).content(body));
  }
}
