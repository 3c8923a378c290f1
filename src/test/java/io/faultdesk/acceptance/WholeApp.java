package io.faultdesk.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.faultdesk.Faultdesk;
import io.faultdesk.acceptance.Client.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.runtime.Job;
import org.joda.time.DateTimeUtils;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application on a port of its own, with a clock that the test moves, driven from outside. */
@SpringBootTest(
    classes = Faultdesk.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "FAULTDESK_CONFIG=src/test/resources/acceptance/faultdesk.yaml")
@Import(WholeApp.Time.class)
abstract class WholeApp {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Autowired MovableClock clock;

  @Autowired private ProcessEngine engine;
  @Autowired private ManagementService jobs;

  @LocalServerPort private int port;

  Client monitor;
  Client liNa;
  Client wangFang;
  Client admin;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    Path data = temporaryFolder();
    registry.add("faultdesk.data.dir", data::toString);
    registry.add("faultdesk.admin.password", () -> "admin-secret");
    // shorter than shipped: some tests wait until the server lets go of a silent sender
    registry.add("server.tomcat.connection-timeout", () -> "4s");
  }

  /** The engine has one clock and one name for all applications in this JVM: whichever started last had them. */
  @BeforeEach
  void takeTheEngine() {
    DateTimeUtils.setCurrentMillisProvider(clock::millis);
    ProcessEngines.registerProcessEngine(engine);
  }

  @BeforeEach
  void signIn() {
    monitor = user("monitor");
    liNa = user("li.na");
    wangFang = user("wang.fang");
    admin = Client.user(base(), "admin", "admin-secret");
  }

  String base() {
    return "http://127.0.0.1:" + port;
  }

  Client user(String name) {
    return Client.user(base(), name, "secret");
  }

  /** Reports a fault as a person and returns the incident's number. */
  String report(Map<String, Object> body) {
    return monitor.post("/api/v1/incidents", body).expect(201).json().get("number").asText();
  }

  JsonNode incident(String number) {
    return liNa.get("/api/v1/incidents/" + number).expect(200).json();
  }

  /** The newest incident of that service, waited for. */
  String ofService(String service) {
    return eventually(() -> {
      JsonNode items = liNa.get("/api/v1/incidents?service=" + service).expect(200).json().get("items");
      assertThat(items).isNotEmpty();
      return items.get(0).get("number").asText();
    });
  }

  List<String> timeline(String number) {
    return liNa.get("/api/v1/incidents/" + number + "/timeline").expect(200).json().get("items")
        .findValuesAsText("kind");
  }

  /** The one open task of the incident that has this key, waited for. */
  JsonNode task(String number, String key) {
    return eventually(
        () -> {
          JsonNode tasks = tasks(number);
          assertThat(tasks.findValuesAsText("taskDefinitionKey")).containsExactly(key);
          return tasks.get(0);
        });
  }

  void noTasks(String number) {
    eventually(() -> assertThat(tasks(number)).hasSize(0));
  }

  /** The open tasks of the incident. */
  JsonNode tasks(String number) {
    return admin.get("/engine-rest/task?processInstanceBusinessKey=" + number).expect(200).json();
  }

  /** Whether the incident's process of that key stands at a timer. */
  boolean waits(String number, String process) {
    return engine.getRuntimeService().createProcessInstanceQuery().processInstanceBusinessKey(number)
        .processDefinitionKey(process).list().stream()
        .anyMatch(each -> jobs.createJobQuery().processInstanceId(each.getId()).timers().count() > 0);
  }

  /** Completes the incident's task of that key with these answers, as the person who has it. */
  void complete(String number, String key, Map<String, Object> answers) {
    tryToComplete(holder(number, key), number, key, answers).expect(204);
  }

  /** The person who has the incident's task of that key. */
  Client holder(String number, String key) {
    return user(task(number, key).get("assignee").asText());
  }

  Answer tryToComplete(Client person, String number, String key, Map<String, Object> answers) {
    return person.post("/engine-rest/task/" + task(number, key).get("id").asText() + "/complete", variables(answers));
  }

  static Map<String, Object> variables(Map<String, Object> answers) {
    Map<String, Object> variables = new LinkedHashMap<>();
    answers.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    return Map.of("variables", variables);
  }

  /** Lets time pass and does at once what has become due, and what becomes due by that. */
  void pass(Duration duration) {
    clock.advance(duration);
    eventually(() -> {
      List<Job> due = jobs.createJobQuery().duedateLowerThan(clock.date()).withRetriesLeft().active().list();
      due.forEach(this::execute);
      assertThat(due).isEmpty();
      return due;
    });
  }

  private void execute(Job job) {
    try {
      jobs.executeJob(job.getId());
    } catch (RuntimeException alreadyTakenOrFailed) {
      // taken by the job executor, which is as good, and the engine then misses what was there in more than one way; or failed, as
      // it would have with the executor, and tried again later
    }
  }

  static <T> T eventually(Callable<T> seen) {
    Object[] result = new Object[1];
    await().atMost(SOON).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> result[0] = seen.call());
    @SuppressWarnings("unchecked") T value = (T) result[0];
    return value;
  }

  static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("faultdesk");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the movable clock in the place of the real one. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Time {

    @Bean
    @Primary
    MovableClock movableClock() {
      return new MovableClock();
    }
  }
}
