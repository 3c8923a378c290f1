package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its visitors meet it: it starts by itself, something breaks, and somebody has a task. */
class DemoIT {

  private static final Duration FIRST_FAULT = Duration.ofSeconds(30);
  private static final Duration FOUND = Duration.ofMinutes(1);

  @TempDir static Path folder;

  private static Path terminal;
  private static ServerProcess server;

  @BeforeAll
  static void start() {
    terminal = folder.resolve("terminal");
    server = new ServerProcess(
        Map.of(
            "SPRING_PROFILES_ACTIVE", "demo",
            "FAULTDESK_CONFIG", "faultdesk.yaml",
            "FAULTDESK_DATA_DIR", folder.resolve("data").toString()),
        terminal);
    server.start();
    server.awaitReady();
  }

  @AfterAll
  static void stop() {
    server.kill();
  }

  @Test
  void the_platform_breaks_within_half_a_minute_and_the_team_it_names_gets_the_task() throws IOException {
    await().atMost(FIRST_FAULT).until(() -> told().contains("▼ "));
    assertThat(told()).contains(server.base() + "/camunda/app/tasklist/default/",
        "its first task goes to team database");

    Client liuYang = Client.user(server.base(), "liu.yang", "demo");
    JsonNode incident = await().atMost(FOUND).until(
        () -> liuYang.get("/api/v1/incidents?limit=1&team=database").expect(200).json().at("/items/0"),
        item -> !item.isMissingNode());
    assertThat(incident.get("service").asText()).isEqualTo("crm-db");
    assertThat(incident.get("state").asText()).isEqualTo("open");
    String number = incident.get("number").asText();
    String holder = incident.get("assignee").asText();
    assertThat(holder).isIn("chen.jie", "liu.yang");

    Client person = Client.user(server.base(), holder, "demo");
    JsonNode mine = person.get("/engine-rest/task?assignee=" + holder + "&processInstanceBusinessKey=" + number)
        .expect(200).json();
    assertThat(mine.findValuesAsText("taskDefinitionKey")).containsExactly("diagnose");
    assertThat(told()).doesNotContain("refused", "could not be sent", "ERROR");
  }

  private static String told() throws IOException {
    return Files.readString(terminal);
  }
}
