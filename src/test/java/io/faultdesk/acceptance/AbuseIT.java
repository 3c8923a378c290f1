package io.faultdesk.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.faultdesk.acceptance.Wire.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What senders can do to the intake that mean it badly or are broken, over bare connections because no HTTP client would. Each gets a
 * clear answer or a closed connection in a short time, nothing grows, and afterwards the next one is served as always.
 */
@Timeout(60)
@TestMethodOrder(OrderAnnotation.class)
class AbuseIT extends WholeApp {

  private static final int LIMIT = 10 << 20;
  private static final String ALERTS = "/api/v2/alerts";
  private static final String LOGIN = "Authorization: Basic " + base64("monitor:secret") + "\r\n";
  private static final List<String> JSON_ROUTES =
      List.of("/api/v1/samples", ALERTS, "/api/v1/intake/alertmanager", "/api/v1/intake/nagios",
          "/api/v1/intake/zabbix",
          "/v2/enqueue", "/api/v1/incidents");
  private static final List<String> ROUTES =
      Stream.concat(JSON_ROUTES.stream(), Stream.of("/api/v1/write")).toList();

  @AfterEach
  void the_next_sender_is_served_as_always() throws IOException {
    try (Wire wire = new Wire(base())) {
      assertThat(wire.send(post(ALERTS, "", "[]")).reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_body_that_comes_too_slowly_may_be_sent_again() throws IOException {
    Map<String, String> heads = new LinkedHashMap<>();
    ROUTES.forEach(route -> heads.put(route, head(route, "Content-Length: 1000\r\n")));
    tooSlowly(heads, (route, reply) -> {
      assertThat(reply.status()).as(route).isEqualTo(503);
      assertThat(reply.headers()).as(route).containsEntry("retry-after", "5").containsEntry("connection", "close");
      assertThat(reply.body()).as(route).contains("did not arrive in time");
    });
  }

  @Test
  void a_stranger_s_body_that_comes_too_slowly_holds_nobody_up() throws IOException {
    Map<String, String> heads = new LinkedHashMap<>();
    Map<String, Integer> answers = Map.of("/v2/enqueue", 503, "/login", 408, "/api/v2/alerts", 401);
    answers.keySet().forEach(route -> heads.put(route, "POST " + route + " HTTP/1.1\r\nHost: here\r\nContent-Type: "
        + (route.equals("/login") ? "application/x-www-form-urlencoded" : "application/json")
        + "\r\nContent-Length: 1000\r\n\r\n"));
    tooSlowly(heads, (route, reply) -> assertThat(reply.status()).as(route).isEqualTo(answers.get(route)));
  }

  /** Begins all these requests, lets a minute pass and goes on with each; the server lets go of each after its answer. */
  private void tooSlowly(Map<String, String> heads, BiConsumer<String, Reply> answered) throws IOException {
    Map<String, Wire> wires = new LinkedHashMap<>();
    try {
      for (String route : heads.keySet()) {
        wires.put(route, new Wire(base()).send(heads.get(route) + "[").send(" "));
      }
      bodiesAreRead(heads.size());
      clock.advance(Duration.ofSeconds(61));
      for (Wire wire : wires.values()) {
        wire.send(" ");
      }
      for (String route : wires.keySet()) {
        answered.accept(route, wires.get(route).reply());
      }
      for (String route : wires.keySet()) {
        assertThat(wires.get(route).ends()).as(route).isTrue();
      }
    } finally {
      for (Wire wire : wires.values()) {
        wire.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ALERTS, "/api/v1/intake/nagios", "/api/v1/samples", "/api/v1/write", "/api/v1/incidents"})
  void a_body_without_end_is_refused_and_cut_off(String route) throws IOException {
    byte[] mebibyte = new byte[1 << 20];
    Arrays.fill(mebibyte, (byte) ' ');
    try (Wire wire = new Wire(base())) {
      wire.send(head(route, "Transfer-Encoding: chunked\r\n"));
      int sent = 0;
      try {
        while (sent < 400) {
          wire.send("100000\r\n").send(mebibyte).send("\r\n");
          sent++;
        }
      } catch (SocketException closed) {
        // as it should be
      }
      assertThat(sent).isBetween(200, 350);
    }
  }

  @Test
  void a_body_may_have_ten_mebibytes_and_not_one_byte_more() throws IOException {
    assertThat(exchange(ALERTS, "", padded("[]", LIMIT)).status()).isEqualTo(200);
    assertThat(exchange(ALERTS, "", padded("[]", LIMIT + 1)).status()).isEqualTo(413);
    assertThat(exchange(ALERTS, "Content-Encoding: gzip\r\n", gzip(padded("[]", LIMIT))).status()).isEqualTo(200);
    assertThat(exchange(ALERTS, "Content-Encoding: gzip\r\n", gzip(padded("[]", LIMIT + 1))).status()).isEqualTo(413);
    assertThat(exchange("/api/v1/write", "Content-Encoding: snappy\r\n", snappy(skipped(LIMIT))).status())
        .isEqualTo(204);
    assertThat(exchange("/api/v1/write", "Content-Encoding: snappy\r\n", snappy(skipped(LIMIT + 1))).status())
        .isEqualTo(413);
  }

  /** One attack and the answers it may get; 0 for a connection that is just closed. */
  record Attack(String name, byte[] request, List<Integer> statuses) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Attack> attacks() throws IOException {
    List<Attack> attacks = new ArrayList<>();
    bombs(attacks);
    deep(attacks);
    wide(attacks);
    wrongTypes(attacks);
    smuggling(attacks);
    heads(attacks);
    return attacks;
  }

  private static void bombs(List<Attack> attacks) throws IOException {
    byte[] bomb = gzip(padded("[]", 300 << 20));
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    byte[] empty = gzip(new byte[0]);
    while (members.size() < 9 << 20) {
      members.write(empty);
    }
    ByteArrayOutputStream bombs = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      bombs.write(gzip(padded("[]", 1 << 20)));
    }
    for (String route : JSON_ROUTES) {
      String gzip = "Content-Encoding: gzip\r\n";
      attacks.add(new Attack("bomb at " + route, post(route, gzip, bomb), List.of(413)));
      attacks.add(new Attack("bomb in a bomb at " + route, post(route, gzip, gzip(bomb)), List.of(400)));
      attacks.add(new Attack("empty members at " + route, post(route, gzip, members.toByteArray()), List.of(400)));
      attacks.add(new Attack("many members at " + route, post(route, gzip, bombs.toByteArray()), List.of(400, 413)));
    }
    attacks.add(new Attack("snappy bomb", post("/api/v1/write", "Content-Encoding: snappy\r\n",
        snappy(new byte[200 << 20])), List.of(413)));
    attacks.add(new Attack("snappy that claims 4 GiB", post("/api/v1/write", "Content-Encoding: snappy\r\n",
        new byte[]{-1, -1, -1, -1, 15, 0}), List.of(400, 413)));
  }

  private static void deep(List<Attack> attacks) {
    for (String route : JSON_ROUTES) {
      // events of PagerDuty's format have 512 KiB at most
      int length = route.equals("/v2/enqueue") ? 500 << 10 : 5 << 20;
      attacks.add(new Attack("deep lists at " + route, post(route, "", "[".repeat(length)), List.of(400)));
      attacks.add(new Attack("deep objects at " + route, post(route, "", "{\"a\":".repeat(length / 5)), List.of(400)));
      attacks.add(new Attack("long number at " + route, post(route, "", "[" + "9".repeat(length - 2) + "]"),
          List.of(400, 422)));
      attacks.add(new Attack("long name at " + route, post(route, "", "{\"" + "n".repeat(length - 10) + "\":1}"),
          List.of(400, 422)));
    }
    attacks.add(new Attack("deep in a sample", post("/api/v1/samples", "",
        "[{\"service\":\"a\",\"indicator\":\"b\",\"value\":1,\"labels\":" + "[".repeat(5 << 20)), List.of(400)));
    attacks.add(new Attack("deep in a line", post("/api/v1/samples", "Content-Type: application/x-ndjson\r\n",
        "{\"labels\":" + "[".repeat(50_000) + "\n" + "[".repeat(5 << 20)), List.of(400)));
  }

  private static void wide(List<Attack> attacks) {
    StringBuilder labels = new StringBuilder("\"alertname\":\"wide\",\"service\":\"crm-wide\"");
    StringBuilder colliding = new StringBuilder("\"alertname\":\"collisions\",\"service\":\"crm-wide\"");
    for (int i = 0; i < 100_000; i++) {
      labels.append(",\"label").append(i).append("\":\"value\"");
      colliding.append(",\"").append(sameHash(i)).append("\":\"value\"");
    }
    for (StringBuilder each : List.of(labels, colliding)) {
      String name = each == labels ? "100,000 labels" : "100,000 labels of one hash";
      attacks.add(new Attack(name, post(ALERTS, "", "[{\"labels\":{" + each + "}}]"), List.of(400)));
      attacks.add(new Attack(name + " in a webhook", post("/api/v1/intake/alertmanager", "",
          "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[{\"labels\":{" + each + "}}]}"), List.of(400)));
      attacks
          .add(new Attack(name + " in a message", post("/api/v1/intake/nagios", "", "{" + each + "}"), List.of(422)));
      attacks.add(new Attack(name + " in a sample", post("/api/v1/samples", "",
          "[{\"service\":\"a\",\"value\":1,\"labels\":{" + each + "}}]"), List.of(400)));
      attacks.add(new Attack(name + " in a report", post("/api/v1/incidents", "", "{\"labels\":{" + each + "}}"),
          List.of(400)));
    }
  }

  private static void wrongTypes(List<Attack> attacks) {
    for (String route : JSON_ROUTES.subList(0, 5)) {
      for (String type : List.of("text/plain", "application/xml", "application/", ";", "*/*x", "application/json/json",
          "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=\"")) {
        attacks
            .add(new Attack(type + " at " + route, post(route, "Content-Type: " + type + "\r\n", "[]"), List.of(415)));
      }
    }
    for (String route : JSON_ROUTES) {
      for (String encoding : List.of("br", "deflate", "gzip, gzip", "zstd", "x", "snappy;q=1")) {
        attacks.add(new Attack(encoding + " at " + route, post(route, "Content-Encoding: " + encoding + "\r\n", "[]"),
            List.of(route.equals("/v2/enqueue") ? 400 : 415)));
      }
    }
  }

  /** Each would, if it were understood in two ways, end in a request of its own that is answered. */
  private static void smuggling(List<Attack> attacks) {
    String next = "GET /actuator/health HTTP/1.1\r\nHost: here\r\n\r\n";
    Map<String, String> heads = new LinkedHashMap<>();
    heads.put("two lengths", "Content-Length: 2\r\nContent-Length: 60\r\n\r\n[]");
    heads.put("a list of lengths", "Content-Length: 2, 60\r\n\r\n[]");
    heads.put("a length with a sign", "Content-Length: +2\r\n\r\n[]");
    heads.put("a negative length", "Content-Length: -2\r\n\r\n[]");
    heads.put("a length too long", "Content-Length: 99999999999999999999\r\n\r\n[]");
    heads.put("a length in hex", "Content-Length: 0x2\r\n\r\n[]");
    heads.put("xchunked", "Transfer-Encoding: xchunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n");
    heads.put("chunked twice", "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n");
    heads.put("chunked not last", "Transfer-Encoding: chunked, gzip\r\n\r\n2\r\n[]\r\n0\r\n\r\n");
    heads.put("blank before the colon", "Transfer-Encoding : chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n");
    heads.put("control in a name", "Transfer\u000bEncoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n");
    heads.put("chunk size with a sign", "Transfer-Encoding: chunked\r\n\r\n+2\r\n[]\r\n0\r\n\r\n");
    heads.put("chunk size in C", "Transfer-Encoding: chunked\r\n\r\n0x2\r\n[]\r\n0\r\n\r\n");
    heads.put("chunk size too long", "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n[]\r\n0\r\n\r\n");
    heads.put("chunk size negative", "Transfer-Encoding: chunked\r\n\r\n-1\r\n[]\r\n0\r\n\r\n");
    heads.put("no chunk size", "Transfer-Encoding: chunked\r\n\r\n\r\n[]\r\n0\r\n\r\n");
    heads.put("chunk longer than said", "Transfer-Encoding: chunked\r\n\r\n1\r\n[]\r\n0\r\n\r\n");
    heads.put("chunk extension without end",
        "Transfer-Encoding: chunked\r\n\r\n2;" + "a".repeat(20_000) + "\r\n[]\r\n0\r\n\r\n");
    heads.put("trailers without end",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n" + "a: b\r\n".repeat(9_000) + "\r\n");
    heads.forEach((name, head) -> attacks.add(new Attack(name, bytes(start(ALERTS) + head + next), List.of(400, 501))));
    // understood in the one way that RFC 9112 6.1 allows, and the connection closed behind it
    attacks.add(new Attack("length and chunked", bytes(
        start(ALERTS) + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n" + next),
        List.of(200, 400)));
    attacks.add(new Attack("chunked and length", bytes(
        start(ALERTS) + "Transfer-Encoding: chunked\r\nContent-Length: 60\r\n\r\n2\r\n[]\r\n0\r\n\r\n" + next),
        List.of(200, 400)));
  }

  private static void heads(List<Attack> attacks) {
    Map<String, String> heads = new LinkedHashMap<>();
    heads.put("no host", "POST " + ALERTS + " HTTP/1.1\r\n\r\n");
    heads.put("two hosts", "POST " + ALERTS + " HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    heads.put("too many headers", start(ALERTS) + "a: b\r\n".repeat(200) + "\r\n");
    heads.put("too long a header", start(ALERTS) + "a: " + "b".repeat(20_000) + "\r\n\r\n");
    heads.put("too long a path", "POST /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: here\r\n\r\n");
    heads.put("header without a colon", start(ALERTS) + "garbage\r\n\r\n");
    heads.put("garbage", "\u0016\u0003\u0001\u0000garbage\r\n\r\n");
    heads.put("no such version", "POST " + ALERTS + " HTTP/9.9\r\nHost: here\r\n\r\n");
    heads.put("climbing path", "POST /api/v1/../../etc/passwd HTTP/1.1\r\nHost: here\r\n\r\n");
    heads.put("encoded slash", "POST /api/v1/intake%2fnagios HTTP/1.1\r\nHost: here\r\n" + LOGIN + "\r\n");
    heads.put("path with a parameter", "POST /api/v1/intake;x=1/nagios HTTP/1.1\r\nHost: here\r\n" + LOGIN + "\r\n");
    heads.forEach((name, head) -> attacks.add(new Attack(name, bytes(head), List.of(400, 431, 505))));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void an_attack_gets_one_clear_answer(Attack attack) throws IOException {
    assertThat(attack.statuses()).contains(run(attack));
  }

  /** The intake takes what is written well; whoever looks at it later must not choke on what it means. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "400|far-future|'startsAt':'+999999999-12-31T23:59:59Z','endsAt':'+999999999-12-31T23:59:59Z'|",
    "400|far-end|'endsAt':'+999999999-12-31T23:59:59Z'|", "400|far-past|'startsAt':'-999999999-01-01T00:00:00Z'|",
    "200|nothing|'annotations':{'summary':'\\u0000'}|'odd':'\\u0000\\u0007'",
    "200|long|'annotations':{'summary':'LONG'}|'odd':'LONG','alertname':'LONG'",
    "200|markup|'annotations':{'summary':'<script>alert(1)</script>${7*7}#{7*7}'}|'alertname':'${jndi:ldap://x/a}%n%s'"
  })
  void an_odd_alert_holds_up_no_other(int status, String service, String fields, String labels) {
    String odd = "[{%s,'labels':{'service':'odd-%s','severity':'critical'%s}}]"
        .formatted(fields, service, labels == null ? "" : "," + labels)
        .replace('\'', '"')
        .replace("LONG", "长".repeat(100_000));
    monitor.post(ALERTS, odd).expect(status);
    monitor.post(ALERTS, "[{\"labels\":{\"service\":\"odd-%s\",\"alertname\":\"Plain\",\"severity\":\"critical\"}}]"
        .formatted(service)).expect(200);

    eventually(() -> {
      JsonNode incidents = liNa.get("/api/v1/incidents?service=odd-" + service).expect(200).json().get("items");
      assertThat(incidents.findValuesAsText("title")).anyMatch(title -> title.contains("Plain"));
      return incidents;
    });
  }

  /** After the others, which have filled what is always kept. */
  @Test
  @Order(Integer.MAX_VALUE)
  void nothing_grows_by_any_of_it() throws IOException {
    List<Attack> attacks = attacks();
    long heap = usedHeap();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();

    for (Attack attack : attacks) {
      run(attack);
    }

    assertThat(usedHeap() - heap).as("bytes more than %d", heap).isLessThan(20L << 20);
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 20);
  }

  @Test
  void what_follows_a_good_request_is_judged_for_itself() throws IOException {
    try (Wire wire = new Wire(base())) {
      wire.send(post(ALERTS, "", "[]")).send("\u0001\u0002garbage\r\n\r\n");

      assertThat(wire.reply().status()).isEqualTo(200);
      assertThat(wire.reply().status()).isEqualTo(400);
      assertThat(wire.ends()).isTrue();
    }
  }

  @Test
  void a_thousand_idle_connections_keep_nobody_out() throws IOException {
    List<Wire> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        idle.add(new Wire(base()));
        idle.getLast().send("POST " + ALERTS + " HTTP/1.1\r\nHost:");
      }
      assertThat(exchange(ALERTS, "", bytes("[]")).status()).isEqualTo(200);
    } finally {
      for (Wire wire : idle) {
        wire.close();
      }
    }
  }

  @Test
  void uploads_broken_off_leave_no_thread_behind() throws IOException {
    for (int i = 0; i < 200; i++) {
      Wire wire = new Wire(base());
      wire.send(head(JSON_ROUTES.get(i % JSON_ROUTES.size()), "Content-Length: 5000000\r\n") + "[".repeat(100_000));
      wire.abort();
    }
    eventually(() -> {
      assertThat(readers()).isZero();
      return true;
    });
  }

  /** Sends it and returns the status of the one answer there is, 0 where there is none. */
  private int run(Attack attack) throws IOException {
    try (Wire wire = new Wire(base())) {
      try {
        wire.send(attack.request());
      } catch (SocketException closedEarly) {
        // the answer may have been sent nevertheless
      }
      Reply reply = wire.reply();
      if (reply == null) {
        return 0;
      }
      assertThat(reply.body()).doesNotContain("Exception", "\tat ");
      if ("close".equals(reply.headers().get("connection"))) {
        assertThat(wire.ends()).as("a second answer").isTrue();
      }
      return reply.status();
    } catch (SocketException reset) {
      return 0;
    }
  }

  private Reply exchange(String route, String headers, byte[] body) throws IOException {
    try (Wire wire = new Wire(base())) {
      return wire.send(post(route, headers, body)).reply();
    }
  }

  private static void bodiesAreRead(int count) {
    eventually(() -> assertThat(readers()).isEqualTo(count));
  }

  /** How many threads of the server wait for a body. */
  private static long readers() {
    return Thread.getAllStackTraces().values().stream()
        .filter(stack -> Arrays.stream(stack)
            .anyMatch(
                frame -> frame.getClassName().endsWith("BodyTime$Timed") && frame.getMethodName().equals("doRead")))
        .count();
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  private static String start(String route) {
    return "POST " + route + " HTTP/1.1\r\nHost: here\r\n" + LOGIN + "Content-Type: application/json\r\n";
  }

  private static String head(String route, String headers) {
    String type = headers.contains("Content-Type") ? "" : "Content-Type: application/json\r\n";
    return "POST " + route + " HTTP/1.1\r\nHost: here\r\n" + LOGIN + type + headers + "\r\n";
  }

  private static byte[] post(String route, String headers, String body) {
    return post(route, headers, bytes(body));
  }

  private static byte[] post(String route, String headers, byte[] body) {
    byte[] head = bytes(head(route, headers + "Content-Length: " + body.length + "\r\n"));
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /** That JSON behind so many blanks that both have that length. */
  private static byte[] padded(String json, int length) {
    return bytes(" ".repeat(length - json.length()) + json);
  }

  /** A message of protobuf of that length that holds nothing but an unknown field. */
  private static byte[] skipped(int length) {
    byte[] message = new byte[length];
    int content = length - 5;
    message[0] = 15 << 3 | 2;
    for (int at = 1; at < 5; at++) {
      message[at] = (byte) (content & 0x7f | (at < 4 ? 0x80 : 0));
      content >>= 7;
    }
    return message;
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] snappy(byte[] content) {
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] packed = new byte[snappy.maxCompressedLength(content.length)];
    return Arrays.copyOf(packed, snappy.compress(content, 0, content.length, packed, 0, packed.length));
  }

  /** The {@code number}th text of 34 letters; all have the same hash. */
  private static String sameHash(int number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 17; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }
}
