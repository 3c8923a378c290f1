package io.faultdesk.rules;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The rules over HTTP. */
class RulesApiTest {

  private static final String GOOD = "package faultdesk.performance\n" + Given.rule("a", "$i : Indicator( p95 > 1 )");

  @TempDir private Path folder;
  private MockMvc http;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("a.drl"), GOOD);
    RulesSettings settings = new RulesSettings(folder, Duration.ofSeconds(2));
    RuleBook book = new RuleBook(settings, Clock.systemUTC(), new SimpleMeterRegistry());
    http = MockMvcBuilders.standaloneSetup(new RulesApi(book)).build();
  }

  @Test
  void lists_files_version_and_last_error() throws Exception {
    http.perform(get("/api/v1/rules"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.version").isString())
        .andExpect(jsonPath("$.rules").value(1))
        .andExpect(jsonPath("$.files[0].name").value("a.drl"))
        .andExpect(jsonPath("$.files[0].rules[0].name").value("a"))
        .andExpect(jsonPath("$.files[0].rules[0].line").value(2))
        .andExpect(jsonPath("$.lastError").isEmpty());
  }

  @Test
  void checks_a_good_file() throws Exception {
    http.perform(post("/api/v1/rules/check").contentType(MediaType.TEXT_PLAIN).content(GOOD))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.rules").value(1));
  }

  @Test
  void names_line_and_column_of_a_fault() throws Exception {
    http.perform(post("/api/v1/rules/check").contentType(MediaType.TEXT_PLAIN).content(GOOD.replace("p95", "p96")))
        .andExpect(status().isUnprocessableEntity())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.errors[0].line").value(4))
        .andExpect(jsonPath("$.errors[0].column").value(greaterThan(1)))
        .andExpect(jsonPath("$.errors[0].message").value(containsString("has no field \"p96\"")));
  }

  @Test
  void reloads_and_refuses_to_reload_broken_files() throws Exception {
    http.perform(post("/api/v1/rules/reload")).andExpect(status().isOk()).andExpect(jsonPath("$.rules").value(1));

    Files.writeString(folder.resolve("b.drl"), "nonsense");
    http.perform(post("/api/v1/rules/reload"))
        .andExpect(status().isUnprocessableEntity())
        .andExpect(jsonPath("$.errors[0].file").value("b.drl"));
    http.perform(get("/api/v1/rules"))
        .andExpect(jsonPath("$.files.length()").value(1))
        .andExpect(jsonPath("$.lastError.errors[0].line").value(1));
  }
}
