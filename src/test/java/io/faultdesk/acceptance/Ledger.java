package io.faultdesk.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a server has answered 2xx, noted while it happens and looked for in its database when it is dead. */
final class Ledger {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> reports = new ConcurrentHashMap<>();
  private final Set<Integer> alerts = ConcurrentHashMap.newKeySet();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Set<String> acknowledgements = ConcurrentHashMap.newKeySet();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final Set<String> findings = ConcurrentHashMap.newKeySet();

  void reported(String title, String number) {
    reports.put(title, number);
  }

  void alerted(int alert) {
    alerts.add(alert);
  }

  void diagnosed(String number, String diagnosis) {
    answers.put(number, diagnosis);
  }

  void acknowledged(String number) {
    acknowledgements.add(number);
  }

  void issued(String id, String token) {
    tokens.put(id, token);
  }

  void found(String service) {
    findings.add(service);
  }

  Iterable<String> tokens() {
    return tokens.values();
  }

  /** Compares it with the database of the dead server. */
  Outcome compare(Connection database) throws SQLException, IOException {
    Map<String, Integer> there = new HashMap<>();
    Map<String, String> processes = new HashMap<>();
    try (Statement statement = database.createStatement()) {
      ResultSet incident = statement.executeQuery("select id, title, service, process_instance_id from incident");
      while (incident.next()) {
        String number = number(incident.getLong(1));
        processes.put(number, String.valueOf(incident.getString(4)));
        count(there, "report", incident.getString(2));
        count(there, "number", incident.getString(2), number);
        count(there, "incident of", incident.getString(3));
      }
      ResultSet finding = statement.executeQuery("select source, service, evidence from incident_finding");
      while (finding.next()) {
        String evidence = finding.getString(3);
        JsonNode item = evidence == null ? MissingNode.getInstance() : JSON.readTree(evidence).at("/labels/item");
        count(there, item.isMissingNode() ? "finding of" : "alert",
            item.isMissingNode() ? finding.getString(2) : item.asText());
      }
      ResultSet entry = statement.executeQuery("""
          select incident_id, kind, content from incident_timeline where kind in ('diagnosed', 'acknowledged')""");
      while (entry.next()) {
        count(there, entry.getString(2), number(entry.getLong(1)),
            entry.getString(2).equals("diagnosed") ? entry.getString(3) : "");
      }
      ResultSet task = statement.executeQuery(
          """
          select t.TASK_DEF_KEY_, e.BUSINESS_KEY_ from ACT_RU_TASK t join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_""");
      while (task.next()) {
        count(there, "task", task.getString(1), task.getString(2));
      }
      ResultSet token = statement.executeQuery("select id from api_token");
      while (token.next()) {
        count(there, "token", token.getString(1));
      }
      Set<String> expected = expected();
      int lost = (int) expected.stream().filter(item -> !there.containsKey(item)).count();
      int doubled = (int) expected.stream().filter(item -> there.getOrDefault(item, 0) > 1).count();
      return new Outcome(size(), lost, doubled, wrongProcesses(statement, processes));
    }
  }

  private int size() {
    return reports.size() + alerts.size() + answers.size() + acknowledgements.size() + tokens.size() + findings.size();
  }

  private Set<String> expected() {
    Set<String> expected = new HashSet<>();
    reports.forEach((title, number) -> {
      expected.add(item("report", title));
      expected.add(item("number", title, number));
    });
    alerts.forEach(alert -> expected.add(item("alert", String.valueOf(alert))));
    answers.forEach((number, diagnosis) -> {
      expected.add(item("diagnosed", number, "confirmed: " + diagnosis));
      expected.add(item("acknowledged", number, ""));
      expected.add(item("task", "locate", number));
    });
    acknowledgements.forEach(number -> {
      expected.add(item("acknowledged", number, ""));
      expected.add(item("task", "diagnose", number));
    });
    tokens.keySet().forEach(id -> expected.add(item("token", id)));
    findings.forEach(service -> {
      expected.add(item("finding of", service));
      expected.add(item("incident of", service));
    });
    return expected;
  }

  private static int wrongProcesses(Statement statement, Map<String, String> expected) throws SQLException {
    Map<String, List<String>> running = new HashMap<>();
    ResultSet instance = statement.executeQuery("""
        select BUSINESS_KEY_, PROC_INST_ID_ from ACT_RU_EXECUTION
        where PARENT_ID_ is null and SUPER_EXEC_ is null and BUSINESS_KEY_ is not null""");
    while (instance.next()) {
      running.computeIfAbsent(instance.getString(1), key -> new ArrayList<>()).add(instance.getString(2));
    }
    Set<String> all = new HashSet<>(running.keySet());
    all.addAll(expected.keySet());
    return (int) all.stream().filter(
        number -> !List.of(expected.getOrDefault(number, "none")).equals(running.get(number))).count();
  }

  private static void count(Map<String, Integer> there, String kind, String... what) {
    there.merge(item(kind, what), 1, Integer::sum);
  }

  private static String item(String kind, String... what) {
    return kind + " " + String.join(" ", what);
  }

  private static String number(long id) {
    return "INC-%06d".formatted(id);
  }

  /**
   * What the database says of everything that was answered 2xx.
   *
   * @param acknowledged items answered 2xx
   * @param lost what of them is not there
   * @param doubled what of them is there more than once
   * @param wrongProcesses incidents without exactly one process instance, and instances without incident
   */
  record Outcome(int acknowledged, int lost, int doubled, int wrongProcesses) {}
}
