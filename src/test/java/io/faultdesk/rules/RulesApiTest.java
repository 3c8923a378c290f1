package io.faultdesk.rules;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import io.faultdesk.catalog.Catalog;
import io.faultdesk.rules.Turns.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The rules over HTTP. */
class RulesApiTest {

  private static final String GOOD = "package faultdesk.performance\n" + Given.rule("a", "$i : Indicator( p95 > 1 )");

  @TempDir private Path folder;
  private final Turns turns = new Turns();
  private MockMvc http;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("a.drl"), GOOD);
    Books books = Books.of(folder);
    http = MockMvcBuilders
        .standaloneSetup(new RulesApi(books.open(), books.versions, turns, Catalog.of(Path.of("faultdesk.yaml"))))
        .setControllerAdvice(new BrokenRulesAnswer())
        .defaultRequest(get("/").principal(() -> "chen.jie")).build();
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
  void a_good_file_may_have_warnings() throws Exception {
    http.perform(post("/api/v1/rules/check").contentType(MediaType.TEXT_PLAIN)
        .content(GOOD.replace("p95 > 1", "name == \"respons-time\", age > 60")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.warnings.length()").value(1))
        .andExpect(jsonPath("$.warnings[0].line").value(4))
        .andExpect(jsonPath("$.warnings[0].column").value(17))
        .andExpect(jsonPath("$.warnings[0].message").value(containsString("did you mean \"response-time\"?")));
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
  void while_other_rules_are_compiled_the_caller_is_asked_to_come_back() throws Exception {
    Turn turn = turns.take();
    http.perform(post("/api/v1/rules/check").contentType(MediaType.TEXT_PLAIN).content(GOOD))
        .andExpect(status().isServiceUnavailable())
        .andExpect(header().string("Retry-After", "1"));
    turn.close();
    http.perform(post("/api/v1/rules/check").contentType(MediaType.TEXT_PLAIN).content("nonsense"))
        .andExpect(status().isUnprocessableEntity());
    http.perform(post("/api/v1/rules/check").contentType(MediaType.TEXT_PLAIN).content(GOOD))
        .andExpect(status().isOk());
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

  @Test
  void lists_versions_shows_their_files_and_rolls_back() throws Exception {
    String old = JsonPath.read(body(get("/api/v1/rules")), "$.version");
    Files.writeString(folder.resolve("a.drl"), GOOD.replace("p95 > 1", "p95 > 2"));
    http.perform(post("/api/v1/rules/reload")).andExpect(status().isOk())
        .andExpect(jsonPath("$.activatedBy").value("chen.jie"));

    http.perform(get("/api/v1/rules/versions"))
        .andExpect(jsonPath("$.items.length()").value(2))
        .andExpect(jsonPath("$.items[0].activatedBy").value("chen.jie"))
        .andExpect(jsonPath("$.items[1].version").value(old));
    http.perform(get("/api/v1/rules/versions/" + old))
        .andExpect(jsonPath("$.files[0].name").value("a.drl"))
        .andExpect(jsonPath("$.files[0].text").value(GOOD));
    http.perform(post("/api/v1/rules/versions/" + old + "/activate"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.version").value(old))
        .andExpect(jsonPath("$.chosen").value(true));
    http.perform(post("/api/v1/rules/versions/0123/activate"))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail").value("No version 0123 of the rules is kept."));
  }

  private String body(MockHttpServletRequestBuilder request) throws Exception {
    return http.perform(request).andReturn().getResponse().getContentAsString();
  }
}
