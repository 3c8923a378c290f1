package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.faultdesk.testing.HandClock;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.signal.SampleTally.Rejection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads good, odd and broken samples. */
class SampleReaderTest {

  private static final long NOW = SignalSlice.START.toEpochMilli();
  private static final ServiceName API = ServiceName.of("crm-api");

  private final List<List<Sample>> batches = new ArrayList<>();
  private final Set<ServiceName> heard = new LinkedHashSet<>();
  private final SampleTally tally = new SampleTally(this::take, 3);
  private final SampleReader reader =
      new SampleReader(new HandClock(SignalSlice.START), Duration.ofMinutes(5), heard::add, tally);

  @Test
  void an_array_and_lines_say_the_same() throws IOException {
    Sample sample = new Sample(API, "latency", 0.25, NOW);

    reader.readArray(body("[{'service':'crm-api','indicator':'latency','value':0.25}]"));
    reader.readLines(body("{'service':'crm-api','indicator':'latency','value':0.25}"));
    tally.flush();

    assertThat(taken()).containsExactly(sample, sample);
    assertThat(heard).containsExactly(API);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "'2026-11-20T18:11:16.479Z'|1795198276479",
    "'2026-11-20t19:11:16.479999+01:00'|1795198276479",
    "1795198276479|1795198276479",
    "1.795198276479E12|1795198276479",
    "null|1795198800000"
  })
  void a_time_is_text_or_epoch_milliseconds(String time, long millis) throws IOException {
    line("{'service':'crm-api','indicator':'latency','value':1,'time':" + time + "}");

    assertThat(taken()).extracting(Sample::time).containsExactly(millis);
  }

  @Test
  void fields_nobody_knows_and_labels_are_passed_over() throws IOException {
    line("{'labels':{'a':{'value':3}},'x':[1,[2]],'service':'crm-api','indicator':'latency','value':-1e-3}");

    assertThat(taken()).containsExactly(new Sample(API, "latency", -0.001, NOW));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "{'service':'s','indicator':'i','value':NaN}|value must be finite",
    "{'service':'s','indicator':'i','value':-Infinity}|value must be finite",
    "{'service':'s','indicator':'i','value':1e999}|value must be finite",
    "{'service':'s','indicator':'i','value':'NaN'}|value must be a number",
    "{'service':'s','indicator':'i','value':'1'}|value must be a number",
    "{'service':'s','indicator':'i','value':true}|value must be a number",
    "{'service':'s','indicator':'i','value':null}|value must be a number",
    "{'service':'s','indicator':'i','value':{'value':1}}|value must be a number",
    "{'service':'s','indicator':'i'}|value is missing",
    "{'service':'s','value':1}|indicator is missing",
    "{'indicator':'i','value':1}|service is missing",
    "{'service':7,'indicator':'i','value':1}|service must be a string",
    "{'service':' ','indicator':'i','value':1}|service must not be blank",
    "{'service':'s','indicator':'','value':1}|indicator must not be blank",
    "{'service':'s','indicator':'a\\u0000','value':1}|indicator must not hold control characters",
    "{'service':'\\ud83d','indicator':'i','value':1}|service holds half of a character",
    "{'service':'s','indicator':'i','value':1,'time':'now'}|time must be an RFC 3339 text",
    "{'service':'s','indicator':'i','value':1,'time':1795199100001}|time lies more than 5 minutes ahead",
    "[1]|a sample must be an object",
    "7|a sample must be an object",
    "{'service':'s'} {}|more than one value",
    "{'service':|is not JSON",
    "nonsense|is not JSON"
  })
  void a_bad_line_is_rejected_with_its_reason_and_the_others_are_taken(String bad, String reason) throws IOException {
    line("{'service':'crm-api','indicator':'i','value':1}\n" + bad
        + "\n{'service':'crm-api','indicator':'i','value':2}");

    assertThat(taken()).extracting(Sample::value).containsExactly(1.0, 2.0);
    assertThat(tally.rejections()).extracting(Rejection::index).containsExactly(1);
    assertThat(tally.rejections().getFirst().reason()).contains(reason);
  }

  @Test
  void five_minutes_ahead_is_still_taken() throws IOException {
    line("{'service':'crm-api','indicator':'i','value':1,'time':1795199100000}");

    assertThat(tally.accepted()).isOne();
  }

  @Test
  void names_have_at_most_two_hundred_characters() throws IOException {
    line("{'service':'" + "x".repeat(200) + "','indicator':'i','value':1}");
    line("{'service':'" + "x".repeat(201) + "','indicator':'i','value':1}");
    line("{'service':'s','indicator':'" + "x".repeat(201) + "','value':1}");

    assertThat(tally.accepted()).isOne();
    assertThat(tally.rejections())
        .extracting(Rejection::reason)
        .containsExactly("service has more than 200 characters", "indicator has more than 200 characters");
  }

  @Test
  void a_bad_item_of_an_array_leaves_the_others() throws IOException {
    reader.readArray(
        body(
            "[NaN,{'service':'s','indicator':'i','value':NaN},{'service':'s','indicator':'i','value':1}]"));
    tally.flush();

    assertThat(tally.accepted()).isOne();
    assertThat(tally.rejections()).extracting(Rejection::index).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[", "[{]", "[] []", "[{'service':'s'}"})
  void a_broken_array_is_unreadable(String text) {
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(() -> reader.readArray(body(text)))
        .matches(unreadable -> unreadable.getStatusCode().value() == 400);
  }

  @Test
  void blank_lines_and_carriage_returns_do_not_count() throws IOException {
    line("\r\n\n{'service':'s','indicator':'i','value':1}\r\n  \n{'service':'s','indicator':'i','value':x}\n\n");

    assertThat(tally.accepted()).isOne();
    assertThat(tally.rejections()).extracting(Rejection::index).containsExactly(1);
  }

  @Test
  void an_endless_line_is_rejected_without_being_held() throws IOException {
    line(
        "{'service':'s','indicator':'i','value':1}\n"
            + "x".repeat(1_000_000)
            + "\n{'service':'s','indicator':'i','value':2}");

    assertThat(taken()).extracting(Sample::value).containsExactly(1.0, 2.0);
    assertThat(tally.rejections()).containsExactly(new Rejection(1, "the line is longer than 65536 bytes"));
  }

  @Test
  void lines_cut_anywhere_by_the_network_are_whole_again() throws IOException {
    String lines =
        IntStream.range(0, 5000)
            .mapToObj(value -> "{'service':'客户服务','indicator':'i','value':" + value + "}")
            .collect(Collectors.joining("\n"));

    reader.readLines(inPiecesOf(777, body(lines)));
    tally.flush();

    assertThat(taken()).extracting(sample -> (int) sample.value()).isEqualTo(IntStream.range(0, 5000).boxed().toList());
    assertThat(taken()).extracting(Sample::service).containsOnly(ServiceName.of("客户服务"));
  }

  @Test
  void lines_are_handed_on_in_batches() throws IOException {
    line("{'service':'s','indicator':'i','value':1}\n".repeat(7));

    assertThat(batches).extracting(List::size).containsExactly(3, 3, 1);
  }

  @Test
  void what_the_windows_refuse_is_rejected_at_its_place() throws IOException {
    line(
        "{'service':'s','indicator':'i','value':1}\nbroken\n{'service':'s','indicator':'i','value':1,'time':5}");

    assertThat(tally.rejections()).extracting(Rejection::index).containsExactly(1, 2);
    assertThat(tally.rejections().getLast().reason()).isEqualTo("too old");
  }

  @Test
  void a_hundred_rejections_are_named_and_all_are_counted() throws IOException {
    line("broken\n".repeat(250));

    assertThat(tally.rejections()).hasSize(100);
    assertThat(tally.rejected()).isEqualTo(250);
  }

  @Test
  void a_name_that_comes_again_is_the_same_object() throws IOException {
    line("{'service':'s','indicator':'i','value':1}\n".repeat(2));

    assertThat(taken().get(0).service()).isSameAs(taken().get(1).service());
    assertThat(taken().get(0).indicator()).isSameAs(taken().get(1).indicator());
  }

  private List<@Nullable String> take(List<Sample> samples) {
    batches.add(samples);
    return samples.stream()
        .<@Nullable String>map(sample -> sample.time() < 1000 ? "too old" : null)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private List<Sample> taken() {
    return batches.stream().flatMap(List::stream).toList();
  }

  private void line(String json) throws IOException {
    reader.readLines(body(json));
    tally.flush();
  }

  private static InputStream body(String json) {
    return new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream inPiecesOf(int size, InputStream in) {
    return new java.io.FilterInputStream(in) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, Math.min(length, size));
      }
    };
  }
}
