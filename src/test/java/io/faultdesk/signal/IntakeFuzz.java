package io.faultdesk.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.faultdesk.testing.HandClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What holds for every format whatever is sent: posts bodies that are made of recorded ones, over HTTP and down to the table. A failure
 * names its seed; {@code -Dfuzz.seed=SEED} makes it the first one.
 */
@SpringBootTest(
    classes = SignalSlice.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "faultdesk.signal.rate.requests=0",
      "faultdesk.signal.rate.bytes=0B",
      "faultdesk.signal.series[0].metric=crm_response_time_seconds",
      "faultdesk.signal.series[0].indicator=response-time"
    })
@Import(IntakeFuzz.Overheard.class)
abstract class IntakeFuzz {

  private static final JsonMapper JSON = Mutations.JSON;
  private static final String PLAIN = "application/json";

  @LocalServerPort private int port;
  @Autowired private SignalSlice.Windows windows;
  @Autowired private Listening inbox;
  @Autowired private Parcels parcels;
  @Autowired private JdbcClient jdbc;

  private final HttpClient http = HttpClient.newHttpClient();

  /** How often each property is tried with each format. */
  abstract int tries();

  /** The seed of the first try. */
  abstract long firstSeed();

  static List<Sender> senders() {
    return List.of(
        // a line for each format
        new Sender("samples", "/api/v1/samples", PLAIN, Answers.PROBLEM, Items.LIST, samples("[", ",", "]")),
        new Sender("lines", "/api/v1/samples", "application/x-ndjson", Answers.PROBLEM, Items.LINES,
            samples("", "\n", "")),
        new Sender("remote write", "/api/v1/write", "application/x-protobuf", Answers.PROBLEM, Items.SERIES,
            series(1), joined(series(2), series(3))),
        new Sender("alerts", "/api/v2/alerts", PLAIN, Answers.ALERTMANAGER, Items.LIST,
            recorded("prometheus-direct/01-firing-batch.json"), recorded("prometheus-direct/02-resolved.json")),
        new Sender("webhook", "/api/v1/intake/alertmanager", PLAIN, Answers.ALERTMANAGER, Items.WEBHOOK,
            recorded("alertmanager/03-firing-grouped-4.json"), recorded("alertmanager/05-resolved-group.json"),
            recorded("alertmanager/06-unicode-chinese-labels.json")),
        new Sender("nagios", "/api/v1/intake/nagios", PLAIN, Answers.PROBLEM, Items.NONE,
            recorded("nagios/02-service-problem-critical-hard.json"),
            recorded("nagios/04-service-acknowledgement.json"),
            recorded("nagios/11-host-recovery.json")),
        new Sender("zabbix", "/api/v1/intake/zabbix", PLAIN, Answers.PROBLEM, Items.NONE,
            recorded("zabbix/01-problem.json"),
            recorded("zabbix/02-update-ack-message-severity.json"), recorded("zabbix/03-recovery.json")),
        new Sender("cloudevents", "/api/v1/intake/cloudevents", "application/cloudevents-batch+json", Answers.PROBLEM,
            Items.LIST,
            recorded("cloudevents/04-batch.json")),
        new Sender("changes", "/v2/change/enqueue", PLAIN, Answers.PAGERDUTY, Items.NONE,
            recorded("pagerduty/01-change.json")),
        new Sender("pagerduty", "/v2/enqueue", PLAIN, Answers.PAGERDUTY, Items.NONE, event("trigger"),
            event("acknowledge"),
            event("resolve")));
  }

  @ParameterizedTest
  @MethodSource("senders")
  void any_body_is_answered_in_the_sender_s_format(Sender sender) {
    each(sender, mutations -> {
      byte[] body = mutations.oneOf(sender.bodies());
      byte[] odd = switch (mutations.below(8)) {
        case 0 -> mutations.anything();
        case 1, 2, 3 -> mutations.bytes(body);
        default -> sender.items() == Items.SERIES ? mutations.bytes(body) : sender.mutated(body, mutations);
      };
      return List.of(odd);
    }, bodies -> {
      HttpResponse<String> answer = post(sender, bodies.getFirst());
      assertThat(answer.statusCode()).isIn(200, 202, 204, 400, 413, 415, 422);
      assertThat(sender.answers().fit(answer)).as("the format of %s", answer.body()).isTrue();
    });
  }

  @ParameterizedTest
  @MethodSource("senders")
  void a_body_packed_oddly_is_answered_too(Sender sender) {
    each(sender, mutations -> List.of(mutations.bytes(packed(mutations.oneOf(sender.bodies())))), bodies -> {
      HttpResponse<String> answer = send(sender, bodies.getFirst(), "snappy");
      assertThat(answer.statusCode()).isIn(200, 202, 204, 400, 413, 415, 422);
      assertThat(sender.answers().fit(answer)).as("the format of %s", answer.body()).isTrue();
    });
  }

  @ParameterizedTest
  @MethodSource("senders")
  void what_is_taken_is_read_back_as_it_was_read(Sender sender) {
    int[] taken = new int[1];
    each(sender, mutations -> List.of(sender.mutated(mutations.oneOf(sender.bodies()), mutations)), bodies -> {
      inbox.read.clear();
      post(sender, bodies.getFirst());
      List<Alert> stored = stored();
      Set<Object> keys = new HashSet<>();
      List<Alert> read =
          inbox.read.stream()
              .flatMap(reading -> reading.alerts().stream())
              // what a sender calls by one name is one message
              .filter(item -> item.key() == null || keys.add(item.key()))
              .map(item -> item.alert().begunBy(SignalSlice.START))
              .toList();
      // behind them stand the members of a group that is told of as a whole
      assertThat(stored.subList(0, Math.min(read.size(), stored.size()))).isEqualTo(read);
      assertThat(windows.taken).allMatch(sample -> Double.isFinite(sample.value()));
      taken[0] += read.isEmpty() && windows.taken.isEmpty() && changes() == 0 ? 0 : 1;
    });
    // else nothing was tried
    assertThat(taken[0]).isGreaterThan(tries() / 10);
  }

  @ParameterizedTest
  @MethodSource("senders")
  void a_bad_item_takes_no_good_one_with_it(Sender sender) {
    if (sender.items() == Items.NONE) {
      return;
    }
    each(sender, mutations -> {
      byte[] body = mutations.oneOf(sender.bodies());
      List<byte[]> items = new ArrayList<>(sender.items().split(body));
      int at = mutations.below(items.size());
      // behind the one it was made of, because the first of one name counts
      items.add(at + 1 + mutations.below(items.size() - at), sender.items().odd(items.get(at), mutations));
      return List.of(body, sender.items().join(body, items));
    }, bodies -> {
      Set<Object> good = results(sender, bodies.getFirst());
      assertThat(results(sender, bodies.getLast())).isNotEmpty().containsAll(good);
    });
  }

  @ParameterizedTest
  @MethodSource("senders")
  void order_and_repetition_say_nothing_else(Sender sender) {
    each(sender, mutations -> {
      byte[] body = mutations.oneOf(sender.bodies());
      List<byte[]> items = mutations.shuffledWithRepeats(sender.items().split(body));
      return List.of(body, sender.items().join(body, items));
    }, bodies -> {
      Set<Object> once = results(sender, bodies.getFirst());
      Set<Object> again = results(sender, bodies.getLast());
      assertThat(again).isEqualTo(once);
      assertThat(results(sender, bodies.getLast())).isEqualTo(once);
    });
  }

  @AfterEach
  void close() {
    http.close();
  }

  /** Makes bodies by each seed and checks them. */
  private void each(Sender sender, Function<Mutations, List<byte[]>> make, Check check) {
    long first = Long.getLong("fuzz.seed", firstSeed());
    for (long seed = first; seed < first + tries(); seed++) {
      List<byte[]> bodies = make.apply(new Mutations(seed));
      forget();
      try {
        check.check(bodies);
      } catch (AssertionError | IOException failure) {
        String last = new String(bodies.getLast(), UTF_8);
        throw new AssertionError(
            "-Dfuzz.seed=%d, %s: %s%nbody: %s".formatted(
                seed, sender, failure.getMessage(), last.substring(0, Math.min(4000, last.length()))),
            failure);
      }
    }
  }

  private void forget() {
    jdbc.sql("DELETE FROM alert_inbox").update();
    jdbc.sql("DELETE FROM alert_group").update();
    jdbc.sql("DELETE FROM dead_letter").update();
    jdbc.sql("DELETE FROM seen_event").update();
    jdbc.sql("DELETE FROM service_change").update();
    windows.taken.clear();
  }

  /** What is there after that body alone. */
  private Set<Object> results(Sender sender, byte[] body) throws IOException {
    forget();
    assertThat(post(sender, body).statusCode()).isLessThan(500);
    Set<Object> results = new HashSet<>(stored());
    results.addAll(windows.taken);
    return results;
  }

  private int changes() {
    return jdbc.sql("SELECT COUNT(*) FROM service_change").query(Integer.class).single();
  }

  private List<Alert> stored() {
    return parcels.waiting(1000, Set.of()).stream().map(InboxAlert::alert).toList();
  }

  private HttpResponse<String> post(Sender sender, byte[] body) throws IOException {
    return sender.items() == Items.SERIES ? send(sender, packed(body), "snappy") : send(sender, body, "identity");
  }

  private HttpResponse<String> send(Sender sender, byte[] body, String packing) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + sender.route()))
            .header("Content-Type", sender.type())
            .header("Content-Encoding", packing)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Compares what came of bodies. */
  @FunctionalInterface
  private interface Check {
    void check(List<byte[]> bodies) throws IOException;
  }

  /** A format by what senders send in it. */
  record Sender(String name, String route, String type, Answers answers, Items items, List<byte[]> bodies) {

    Sender(String name, String route, String type, Answers answers, Items items, byte[]... bodies) {
      this(name, route, type, answers, items, List.of(bodies));
    }

    /** The body with odd values in it, but still in one piece. */
    byte[] mutated(byte[] body, Mutations mutations) {
      if (items == Items.NONE || items == Items.WEBHOOK || items == Items.LIST) {
        return mutations.json(body);
      }
      List<byte[]> parts = new ArrayList<>(items.split(body));
      int at = mutations.below(parts.size());
      parts.set(at, items.odd(parts.get(at), mutations));
      return items.join(body, parts);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** In whose words a format is answered. */
  enum Answers {
    ALERTMANAGER {
      @Override
      boolean fits(JsonNode body) {
        return body.path("code").isInt() && body.path("message").isTextual() && body.size() == 2;
      }
    },
    PAGERDUTY {
      @Override
      boolean fits(JsonNode body) {
        return body.path("status").isTextual() && body.path("message").isTextual();
      }
    },
    PROBLEM {
      @Override
      boolean fits(JsonNode body) {
        return body.path("status").isInt() && body.path("code").isTextual() && !body.path("detail").asText().isBlank();
      }
    };

    abstract boolean fits(JsonNode body);

    boolean fit(HttpResponse<String> answer) throws IOException {
      boolean good = answer.statusCode() < 300;
      return good && this != PAGERDUTY || fits(JSON.readTree(answer.body()));
    }
  }

  /** How the items lie in a body. */
  enum Items {
    NONE(List::of, (body, items) -> body),
    LIST(
        body -> json(JSON.readTree(body)),
        (body, items) -> JSON.writeValueAsBytes(list(items))),
    WEBHOOK(
        body -> json(JSON.readTree(body).path("alerts")),
        (body, items) -> JSON.writeValueAsBytes(((ObjectNode) JSON.readTree(body)).set("alerts", list(items)))),
    LINES(
        body -> Arrays.stream(new String(body, UTF_8).split("\n")).map(line -> line.getBytes(UTF_8)).toList(),
        (body, items) -> String.join("\n", items.stream().map(item -> new String(item, UTF_8)).toList())
            .getBytes(UTF_8)),
    SERIES(IntakeFuzz::fields, (body, items) -> joined(items.toArray(byte[][]::new)));

    private final Throwing<byte[], List<byte[]>> split;
    private final ThrowingTwo<byte[], List<byte[]>, byte[]> join;

    Items(Throwing<byte[], List<byte[]>> split, ThrowingTwo<byte[], List<byte[]>, byte[]> join) {
      this.split = split;
      this.join = join;
    }

    List<byte[]> split(byte[] body) {
      return split.apply(body);
    }

    byte[] join(byte[] body, List<byte[]> items) {
      return join.apply(body, items);
    }

    /** That item, odd but still one item. */
    byte[] odd(byte[] item, Mutations mutations) {
      if (this == LINES && mutations.below(2) == 0) {
        return new String(mutations.bytes(item), UTF_8).replace('\n', ' ').getBytes(UTF_8);
      }
      return this == SERIES ? oddSeries(mutations) : mutations.json(item);
    }

    private static List<byte[]> json(JsonNode list) throws IOException {
      List<byte[]> items = new ArrayList<>();
      for (JsonNode item : list) {
        items.add(JSON.writeValueAsBytes(item));
      }
      return items;
    }

    private static ArrayNode list(List<byte[]> items) throws IOException {
      ArrayNode list = JSON.createArrayNode();
      for (byte[] item : items) {
        list.add(JSON.readTree(item));
      }
      return list;
    }
  }

  /** A function that may throw. */
  private interface Throwing<A, B> extends Function<A, B> {

    B tryTo(A a) throws IOException;

    @Override
    default B apply(A a) {
      try {
        return tryTo(a);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A function of two that may throw. */
  private interface ThrowingTwo<A, B, C> extends BiFunction<A, B, C> {

    C tryTo(A a, B b) throws IOException;

    @Override
    default C apply(A a, B b) {
      try {
        return tryTo(a, b);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The inbox, and what it was told to store. */
  static class Listening extends Inbox {

    final List<AlertReading> read = new ArrayList<>();

    Listening(Parcels parcels, PlatformTransactionManager transactions,
        SeenEvents seen, AlertGroups groups, ApplicationEventPublisher events, Backlog backlog, HandClock clock) {
      super(parcels, transactions, seen, groups, events, backlog, clock);
    }

    @Override
    void store(AlertReading reading, String sender) {
      super.store(reading, sender);
      read.add(reading);
    }
  }

  /** Puts the listening inbox in the place of the other. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Overheard {

    @Bean
    @Primary
    Listening listening(Parcels parcels, PlatformTransactionManager transactions,
        SeenEvents seen, AlertGroups groups, ApplicationEventPublisher events, Backlog backlog, HandClock clock) {
      return new Listening(parcels, transactions, seen, groups, events, backlog, clock);
    }
  }

  private static byte[] samples(String begin, String between, String end) {
    List<String> samples = new ArrayList<>();
    for (String service : List.of("crm-api", "客户服务", "crm-db")) {
      samples.add("{\"service\":\"" + service + "\",\"indicator\":\"latency\",\"value\":0.25,\"time\":1795198455000}");
      samples.add("{\"indicator\":\"errors\",\"labels\":{\"a\":\"b\"},\"service\":\"" + service
          + "\",\"time\":\"2026-11-20T18:14:15.5Z\",\"value\":7}");
    }
    return (begin + String.join(between, samples) + end).getBytes(UTF_8);
  }

  private static byte[] event(String action) {
    return ("""
        {"event_action":"%s","dedup_key":"db/disk","client":"Sensu","payload":{"summary":"Disk full","source":"db-1",
         "component":"crm-db","severity":"error","class":"disk","timestamp":"2026-11-20T19:00:00Z",
         "custom_details":{"free":"0 %%","mounts":["/","/var"]}}}""").formatted(action).getBytes(UTF_8);
  }

  private static byte[] series(int number) {
    return field(1, joined(label("__name__", "crm_response_time_seconds"), label("service", "crm-" + number),
        point(number, 1_795_198_455_000L), point(number + 0.5, 1_795_198_460_000L)));
  }

  private static byte[] oddSeries(Mutations mutations) {
    List<String> texts = List.of("", "crm_response_time_seconds", "service", "n".repeat(300), "\u0000", "job", "😀");
    List<Double> values = List.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e308, 3.0);
    List<Long> times = List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1_795_198_455_000L);
    byte[] series = label("__name__", "crm_response_time_seconds");
    for (int i = mutations.below(4); i > 0; i--) {
      series = joined(series, label(mutations.oneOf(texts), mutations.oneOf(texts)));
    }
    for (int i = mutations.below(3); i > 0; i--) {
      series = joined(series, point(mutations.oneOf(values), mutations.oneOf(times)));
    }
    return mutations.below(5) == 0 ? field(1 + mutations.below(20), new byte[0]) : field(1, series);
  }

  private static byte[] label(String name, String value) {
    return field(1, joined(field(1, name.getBytes(UTF_8)), field(2, value.getBytes(UTF_8))));
  }

  private static byte[] point(double value, long time) {
    return field(2, written(out -> {
      out.writeDouble(1, value);
      out.writeInt64(2, time);
    }));
  }

  private static byte[] field(int number, byte[] content) {
    return written(out -> out.writeByteArray(number, content));
  }

  private static byte[] written(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writing.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes a piece of a message. */
  @FunctionalInterface
  private interface Writing {
    void write(CodedOutputStream out) throws IOException;
  }

  private static List<byte[]> fields(byte[] message) throws IOException {
    List<byte[]> fields = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(message);
    int start = 0;
    while (in.skipField(in.readTag())) {
      fields.add(Arrays.copyOfRange(message, start, in.getTotalBytesRead()));
      start = in.getTotalBytesRead();
      if (in.isAtEnd()) {
        break;
      }
    }
    return fields;
  }

  private static byte[] joined(byte[]... pieces) {
    return Mutations.joined(pieces);
  }

  private static byte[] packed(byte[] content) {
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] packed = new byte[snappy.maxCompressedLength(content.length)];
    return Arrays.copyOf(packed, snappy.compress(content, 0, content.length, packed, 0, packed.length));
  }

  private static byte[] recorded(String file) {
    try (var body = Objects.requireNonNull(IntakeFuzz.class.getResourceAsStream("/payloads/" + file))) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
