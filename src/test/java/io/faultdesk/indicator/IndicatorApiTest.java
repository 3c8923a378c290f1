package io.faultdesk.indicator;

import static io.faultdesk.indicator.Windows.ORDERS;
import static io.faultdesk.indicator.Windows.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.faultdesk.signal.Sample;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.ErrorResponseException;

class IndicatorApiTest {

  private static final String PATH = "/api/v1/services/orders/indicators";

  private Program program;
  private MockMvc http;

  @BeforeEach
  void start() {
    program =
        Program.on(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
            "faultdesk.catalog.indicators[0].name=latency",
            "faultdesk.catalog.indicators[0].unit=ms",
            "faultdesk.catalog.indicators[0].family=system-performance",
            "faultdesk.catalog.indicators[0].windows=30s,5m");
    http =
        MockMvcBuilders.standaloneSetup(program.part(IndicatorApi.class))
            .setMessageConverters(
                new MappingJackson2HttpMessageConverter(
                    Jackson2ObjectMapperBuilder.json()
                        .featuresToDisable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .build()))
            .build();
    program.board().take(List.of(new Sample(ORDERS, "latency", 800, T)));
  }

  @AfterEach
  void stop() {
    program.stop();
  }

  @Test
  void the_windows_are_shown_with_null_where_there_is_no_number() throws Exception {
    String window =
        """
        {"count":1,"mean":800.0,"median":800.0,"variance":null,"deviation":null,"min":800.0,"max":800.0,"p95":800.0,
         "rate":null,"slope":null}
        """;
    http.perform(get(PATH))
        .andExpect(status().isOk())
        .andExpect(
            content()
                .json(
                    """
                    {"items":[{"indicator":"latency","unit":"ms","family":"system-performance","last":800.0,"age":0.0,
                      "robustZ":null,"windows":{"30s":%s,"5m":%s}}],"nextCursor":null}
                    """
                        .formatted(window, window),
                    JsonCompareMode.STRICT));
  }

  @Test
  void the_windows_come_in_pages_by_name() throws Exception {
    program.board().take(List.of(new Sample(ORDERS, "errors", 1, T), new Sample(ORDERS, "rate", 1, T)));
    http.perform(get(PATH).param("limit", "2"))
        .andExpect(jsonPath("$.items[*].indicator", contains("errors", "latency")))
        .andExpect(jsonPath("$.nextCursor").value("latency"));
    http.perform(get(PATH).param("limit", "2").param("cursor", "latency"))
        .andExpect(jsonPath("$.items[*].indicator", contains("rate")))
        .andExpect(jsonPath("$.nextCursor").value(nullValue()));
    http.perform(get(PATH).param("limit", "0")).andExpect(status().isBadRequest());
    http.perform(get(PATH).param("limit", "201")).andExpect(status().isBadRequest());
  }

  @Test
  void the_history_is_shown() throws Exception {
    program.store();
    http.perform(get(PATH + "/latency/history").param("from", "2026-03-01T11:58:00Z").param("step", "2m"))
        .andExpect(status().isOk())
        .andExpect(
            content()
                .json(
                    """
                    {"service":"orders","indicator":"latency","unit":"ms","from":"2026-03-01T11:58:00Z",
                     "to":"2026-03-01T12:01:00Z","step":"PT2M","points":[{"time":"2026-03-01T12:00:00Z","count":1,
                     "mean":800.0,"min":800.0,"max":800.0,"deviation":null,"last":800.0}]}
                    """,
                    JsonCompareMode.STRICT));
  }

  @Test
  void wrong_questions_get_a_problem_with_the_reason() throws Exception {
    problem("/api/v1/services/nobody/indicators", 404, "unknown-service");
    problem("/api/v1/services/nobody/indicators/latency/history", 404, "unknown-service");
    problem(PATH + "/nothing/history", 404, "unknown-indicator");
    problem(PATH + "/latency/history?from=yesterday", 400, "invalid-range");
  }

  private void problem(String path, int status, String code) throws Exception {
    var result = http.perform(get(path)).andExpect(status().is(status)).andReturn();
    assertThat(result.getResolvedException())
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            error -> assertThat(error.getBody().getProperties()).containsEntry("code", code));
  }
}
