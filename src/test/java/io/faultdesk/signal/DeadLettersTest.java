package io.faultdesk.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultdesk.testing.HandClock;
import io.faultdesk.testing.MysqlServer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Dead letters are the same on both databases. */
class DeadLettersTest {

  @Nested
  @SpringBootTest(
      classes = SignalSlice.class,
      webEnvironment = WebEnvironment.NONE,
      properties = {
        "spring.datasource.url=jdbc:h2:mem:letters",
        "faultdesk.signal.max-dead-letters=20",
        "faultdesk.signal.max-dead-letters-per-minute=30"
      })
  class OnH2 extends Behaviour {}

  @Nested
  @SpringBootTest(
      classes = SignalSlice.class,
      webEnvironment = WebEnvironment.NONE,
      properties = {
        "spring.datasource.username=" + MysqlServer.USER,
        "faultdesk.signal.max-dead-letters=20",
        "faultdesk.signal.max-dead-letters-per-minute=30"
      })
  class OnMysql extends Behaviour {

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
      String url = MysqlServer.newMigratedDatabase();
      properties.add("spring.datasource.url", () -> url);
    }
  }

  /** What dead letters do, whatever lies below. */
  abstract static class Behaviour {

    @Autowired private DeadLetters deadLetters;
    @Autowired private SenderLimits limits;
    @Autowired private SignalSettings settings;
    @Autowired private HandClock clock;
    @Autowired private JdbcClient jdbc;

    @BeforeEach
    void empty() {
      jdbc.sql("DELETE FROM dead_letter").update();
      clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void a_letter_holds_the_body_and_who_sent_it_but_no_header() {
      MockHttpServletRequest request = request("坏的 body 😀");
      request.addHeader("Authorization", "Bearer secret");
      request.setQueryString("token=secret");
      request.setUserPrincipal((Principal) () -> "prometheus");

      deadLetters.keep(intake(request), "is not JSON");

      DeadLetter letter = letters().getFirst();
      assertThat(letter.excerpt()).isEqualTo("坏的 body 😀");
      assertThat(letter.sender()).isEqualTo("prometheus");
      assertThat(letter.reason()).isEqualTo("is not JSON");
      assertThat(letter.receivedAt()).isEqualTo(clock.instant());
      assertThat(letter.toString()).doesNotContain("secret");
      assertThat(deadLetters.body(letter.id())).hasValue("坏的 body 😀".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_first_mebibyte_of_a_long_body_is_kept() {
      keep("x".repeat(3 << 20));

      DeadLetter letter = letters().getFirst();
      assertThat(letter.truncated()).isTrue();
      assertThat(letter.excerpt()).hasSize(1000);
      assertThat(deadLetters.body(letter.id()).orElseThrow()).hasSize(1 << 20);
    }

    @Test
    void the_same_body_again_is_the_same_letter() {
      keep("broken");
      clock.advance(Duration.ofMinutes(5));
      keep("broken");

      assertThat(letters()).extracting(DeadLetter::times).containsExactly(2);
      assertThat(letters().getFirst().lastReceivedAt()).isEqualTo(clock.instant());
    }

    @Test
    void letters_go_a_month_after_they_came_last() {
      keep("old");
      clock.advance(Duration.ofDays(20));
      keep("repeated");
      clock.advance(Duration.ofDays(11));

      deadLetters.prune();

      assertThat(letters()).extracting(DeadLetter::excerpt).containsExactly("repeated");
    }

    @Test
    void only_the_newest_letters_stay() {
      for (int number = 0; number < 25; number++) {
        keepFrom("sender " + number % 5, "letter " + number);
      }

      deadLetters.prune();

      assertThat(letters()).hasSize(20);
      assertThat(letters().getLast().excerpt()).isEqualTo("letter 5");
    }

    @Test
    void a_flood_of_letters_is_held_off_until_the_next_minute() {
      for (int number = 0; number < 40; number++) {
        keepFrom("sender " + number % 5, "letter " + number);
      }
      assertThat(letters()).hasSize(30);

      clock.advance(Duration.ofMinutes(1));
      keep("one more");

      assertThat(letters()).hasSize(31);
    }

    @Test
    void one_sender_leaves_room_for_the_letters_of_others() {
      for (int number = 0; number < 40; number++) {
        keepFrom("noisy", "noise " + number);
      }
      keepFrom("quiet", "letter");
      assertThat(letters()).hasSize(9).first().extracting(DeadLetter::excerpt).isEqualTo("letter");

      deadLetters.prune();

      assertThat(letters()).extracting(DeadLetter::excerpt)
          .containsExactly("letter", "noise 7", "noise 6", "noise 5", "noise 4", "noise 3");
    }

    @Test
    void two_tokens_of_one_account_are_two_senders() {
      for (int number = 0; number < 20; number++) {
        MockHttpServletRequest request = request("letter " + number);
        request.setUserPrincipal(new TokenCaller("admin", number % 2 == 0 ? "nagios" : "zabbix"));
        deadLetters.keep(intake(request), "is broken");
      }
      assertThat(letters()).hasSize(16).first().extracting(DeadLetter::sender).isEqualTo("admin/zabbix");
    }

    private void keepFrom(String sender, String body) {
      MockHttpServletRequest request = request(body);
      request.setUserPrincipal((Principal) () -> sender);
      deadLetters.keep(intake(request), "is broken");
    }

    private void keep(String body) {
      deadLetters.keep(intake(request(body)), "is broken");
    }

    private IntakeRequest intake(MockHttpServletRequest request) {
      return new IntakeRequest(request, limits.admit(request), settings);
    }

    private List<DeadLetter> letters() {
      return deadLetters.below(Long.MAX_VALUE, 100);
    }

    private static MockHttpServletRequest request(String body) {
      MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v2/alerts");
      request.setServletPath("/api/v2/alerts");
      request.setContentType("application/json");
      request.setContent(body.getBytes(StandardCharsets.UTF_8));
      return request;
    }
  }
}
