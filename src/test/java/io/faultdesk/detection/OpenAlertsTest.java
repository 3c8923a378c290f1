package io.faultdesk.detection;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.faultdesk.incident.IncidentDesk;
import io.faultdesk.incident.StandingSilences;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import io.faultdesk.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** What is shown of the alerts that are open, and to whom it is shown. */
class OpenAlertsTest {

  private static final Instant START = Instant.parse("2026-03-02T03:00:00Z");

  private final List<Alert> alerts = new ArrayList<>();
  private final Watch watch = mock();
  private final IncidentDesk desk = mock();
  private final StandingSilences silences = mock();
  private MockMvc http;

  @BeforeEach
  void open() {
    when(watch.openAlerts()).thenAnswer(call -> alerts.stream());
    when(desk.silences()).thenReturn(silences);
    when(desk.inhibited(any())).thenReturn(Map.of());
    when(desk.groupLabels(any())).thenReturn(Map.of());
    HandClock clock = new HandClock(START.plusSeconds(60));
    http = MockMvcBuilders.standaloneSetup(new OpenAlertsApi(new OpenAlerts(watch, desk), clock)).build();
  }

  @Test
  void an_alert_is_shown_as_alertmanager_shows_it() throws Exception {
    alerts.add(alert("DiskFull", "crm-db", START.plus(Duration.ofMinutes(4))));
    ask("/api/v2/alerts").andExpect(content().contentType("application/json")).andExpect(content().json("""
        [{"annotations":{"summary":"磁盘已满"},"endsAt":"2026-03-02T03:04:00.000Z","fingerprint":"6919d5fc62a072e4",
          "receivers":[{"name":"faultdesk"}],"startsAt":"2026-03-02T03:00:00.000Z",
          "status":{"inhibitedBy":[],"silencedBy":[],"state":"active"},"updatedAt":"2026-03-02T03:00:00.000Z",
          "labels":{"alertname":"DiskFull","service":"crm-db","severity":"critical"}}]
        """, true));
  }

  @Test
  void a_claim_without_lease_stands_for_the_next_five_minutes_at_least() throws Exception {
    alerts.add(alert("DiskFull", "crm-db", null));
    ask("/api/v2/alerts").andExpect(jsonPath("$[0].endsAt").value("2026-03-02T03:06:00.000Z"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "''                                    | 4",
    "filter=alertname=\"Silenced\"         | 1",
    "filter=service=~\"crm-.*\" ; filter=alertname!=\"Plain\" | 3",
    "filter=zone=\"\"                      | 4",
    "active=false                          | 3",
    "silenced=false                        | 2",
    "inhibited=false                       | 2",
    "silenced=false ; inhibited=false      | 1",
    "silenced=false ; inhibited=false ; active=false | 0",
    "unprocessed=false                     | 4",
    "receiver=fault.*                      | 4",
    "receiver=fault                        | 0"
  })
  void who_asks_says_what_is_to_be_shown(String parameters, int shown) throws Exception {
    List.of("Plain", "Silenced", "Inhibited", "Both").forEach(name -> alerts.add(alert(name, "crm-db", null)));
    when(silences.anyAt(any())).thenReturn(true);
    when(silences.muting(any(), any())).thenAnswer(call -> {
      String name = call.<Map<String, String>>getArgument(0).get("alertname");
      return name.equals("Silenced") || name.equals("Both") ? List.of("id") : List.of();
    });
    when(desk.inhibited(any())).thenAnswer(call -> call.<Collection<String>>getArgument(0).stream()
        .filter(key -> key.contains("Inhibited") || key.contains("Both"))
        .collect(toMap(key -> key, key -> Digest.of(key("Plain")))));
    MockHttpServletRequestBuilder request = get("/api/v2/alerts");
    for (String parameter : parameters.replace("''", "").split(" ; ")) {
      if (!parameter.isEmpty()) {
        String[] parts = parameter.split("=", 2);
        request.param(parts[0], parts[1]);
      }
    }
    http.perform(request).andExpect(status().isOk()).andExpect(jsonPath("$", Matchers.hasSize(shown)));
  }

  @Test
  void what_inhibits_is_named_by_its_fingerprint_where_it_is_an_alert() throws Exception {
    alerts.add(alert("DiskFull", "crm-db", null));
    alerts.add(alert("Slow", "crm-db", null));
    String rule = Digest.of("crm-db/rule");
    when(desk.inhibited(any())).thenReturn(Map.of(key("Slow"), Digest.of(key("DiskFull")), key("DiskFull"), rule));
    ask("/api/v2/alerts?filter=alertname=Slow")
        .andExpect(jsonPath("$[0].status.inhibitedBy", Matchers.contains("6919d5fc62a072e4")))
        .andExpect(jsonPath("$[0].status.state").value("suppressed"));
    ask("/api/v2/alerts?filter=alertname=DiskFull")
        .andExpect(jsonPath("$[0].status.inhibitedBy", Matchers.contains(rule)));
  }

  private static String key(String alert) {
    return Detection.alertKey(ServiceName.of("crm-db"), "identity-" + alert);
  }

  @Test
  void groups_are_the_configured_ones_or_by_alertname_and_none_is_empty() throws Exception {
    alerts.add(alert("Slow", "crm-web", null));
    alerts.add(alert("DiskFull", "crm-db", null));
    alerts.add(alert("Slow", "crm-db", null));
    ask("/api/v2/alerts/groups")
        .andExpect(jsonPath("$[*].labels.alertname", Matchers.contains("DiskFull", "Slow")))
        .andExpect(jsonPath("$[1].alerts", Matchers.hasSize(2)))
        .andExpect(jsonPath("$[1].receiver.name").value("faultdesk"));
    when(desk.groupLabels(any())).thenAnswer(
        call -> Map.of("service", call.<Map<String, String>>getArgument(0).get("service")));
    ask("/api/v2/alerts/groups").andExpect(jsonPath("$[*].labels.service", Matchers.contains("crm-db", "crm-web")));
    ask("/api/v2/alerts/groups?active=false").andExpect(jsonPath("$", Matchers.hasSize(0)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "filter={a    | \"bad matcher format: {a\"",
    "filter=a=~\"(\" | \"bad matcher format: a=~\\\"(\\\"\"",
    "receiver=(   | \"failed to parse receiver param"
  })
  void what_cannot_be_read_is_told_as_alertmanager_tells_it(String parameter, String message) throws Exception {
    String[] parts = parameter.split("=", 2);
    for (String path : List.of("/api/v2/alerts", "/api/v2/alerts/groups")) {
      http.perform(get(path).param(parts[0], parts[1])).andExpect(status().isBadRequest())
          .andExpect(content().contentType("application/json"))
          .andExpect(content().string(Matchers.startsWith(message)));
    }
  }

  @Test
  void one_among_a_hundred_thousand_is_found_at_once() throws Exception {
    IntStream.range(0, 100_000).forEach(i -> alerts.add(alert("Alert" + i, "crm-" + i % 100, null)));
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long begun = System.nanoTime();
      http.perform(get("/api/v2/alerts").param("filter", "alertname=\"Alert77777\""))
          .andExpect(jsonPath("$", Matchers.hasSize(1)));
      best = Math.min(best, System.nanoTime() - begun);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    ask("/api/v2/alerts").andExpect(jsonPath("$", Matchers.hasSize(100_000)));
  }

  private ResultActions ask(String path) throws Exception {
    return http.perform(get(path)).andExpect(status().isOk());
  }

  private static Alert alert(String name, String service, Instant endsAt) {
    return new Alert("identity-" + name, ServiceName.of(service), name, Severity.CRITICAL, Category.OTHER, true, START,
        endsAt, Map.of("alertname", name, "service", service, "severity", "critical"), Map.of("summary", "磁盘已满"),
        "test");
  }
}
