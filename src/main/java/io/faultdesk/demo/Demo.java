package io.faultdesk.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.demo.CrmPlatform.Measurement;
import io.faultdesk.demo.DemoSettings.Spell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sends what the simulated platform measures over HTTP, every second, and tells on the terminal what is going on. */
@Component
@Profile("demo")
class Demo {

  private static final Logger log = LoggerFactory.getLogger(Demo.class);
  private static final String USER = "simulator";
  private static final Duration HISTORY = Duration.ofMinutes(50);
  private static final Duration HISTORY_STEP = Duration.ofSeconds(15);

  private final CrmPlatform platform = new CrmPlatform(20260302);
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final DemoSettings settings;
  private final Story story;
  private final ObjectMapper json;
  private final Clock clock;
  private int port;
  private @Nullable Instant started;
  private @Nullable Spell told;
  private boolean brewing;

  Demo(DemoSettings settings, Story story, ObjectMapper json, Clock clock) {
    this.settings = settings;
    this.story = story;
    this.json = json;
    this.clock = clock;
  }

  @EventListener
  void on(ServletWebServerInitializedEvent opened) {
    if (opened.getApplicationContext().getServerNamespace() == null) {
      port = opened.getWebServer().getPort();
    }
  }

  /** Once the server answers: the last hour of a healthy platform, then the story begins. */
  @EventListener(ApplicationReadyEvent.class)
  synchronized void begin() {
    Instant now = clock.instant();
    List<Measurement> history = new ArrayList<>();
    for (Instant time = now.minus(HISTORY); time.isBefore(now); time = time.plus(HISTORY_STEP)) {
      history.addAll(platform.measure(time, null, 0));
    }
    send(history);
    story.welcome(port);
    started = now;
  }

  @Scheduled(fixedRate = 1000)
  synchronized void beat() {
    Instant begun = started;
    if (begun == null) {
      return;
    }
    Instant now = clock.instant();
    Duration sinceStart = Duration.between(begun, now);
    Spell spell = settings.at(sinceStart);
    double onset = settings.onset(sinceStart);
    send(platform.measure(now, spell.breakdown(), onset));
    tell(spell, !spell.broken() && onset > 0);
  }

  private void tell(Spell spell, boolean brews) {
    Spell before = told;
    told = spell;
    // what announces the first breakdown begins with the demo, too short to be seen
    if (brews && !brewing && spell.round() >= 0) {
      story.brews();
    }
    brewing = brews;
    if (spell.broken() && (before == null || !before.broken())) {
      story.broke(spell.breakdown());
    } else if (!spell.broken() && before != null && before.broken()) {
      story.healed();
    }
  }

  private void send(List<Measurement> measurements) {
    String body = measurements.stream().map(this::line).collect(Collectors.joining("\n"));
    String login = USER + ":" + settings.password();
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/samples"))
        .header("Content-Type", "application/x-ndjson")
        .header("Authorization",
            "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
        .timeout(Duration.ofSeconds(10))
        .POST(BodyPublishers.ofString(body))
        .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 202) {
        log.warn("The samples of the demo were refused: {} {}", answer.statusCode(), answer.body());
      }
    } catch (IOException e) {
      log.warn("The samples of the demo could not be sent: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String line(Measurement measurement) {
    try {
      return json.writeValueAsString(measurement);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
