package io.faultdesk.detection;

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
import io.faultdesk.testing.HandClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Replays over HTTP. */
class ReplayApiTest {

  private static final String HOUR = "\"from\":\"2026-03-02T02:00:00Z\",\"to\":\"2026-03-02T03:00:00Z\"";
  private static final ReplayDiff DIFF =
      new ReplayDiff(
          Instant.parse("2026-03-02T02:00:00Z"), Instant.parse("2026-03-02T03:00:00Z"), "v1", null,
          Map.of(Difference.FOUND, 0), List.of(), List.of(), 0);

  private final Replay replay = mock();
  private final ReplayDesk desk =
      new ReplayDesk(replay, mock(RuleBook.class), new HandClock(Instant.parse("2026-03-02T03:00:00Z")));
  private final MockMvc http = MockMvcBuilders.standaloneSetup(new ReplayApi(desk)).build();

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

  @Test
  void an_unknown_replay_is_not_found() throws Exception {
    http.perform(get("/api/v1/rules/replays/none")).andExpect(status().isNotFound())
        .andExpect(jsonPath("$.code").value("not-found"));
  }

  private ResultActions start(String body) throws Exception {
    return http.perform(post("/api/v1/rules/replays").contentType(MediaType.APPLICATION_JSON).content(body));
  }
}
