package io.faultdesk.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The demo and the addresses it may be reached at. */
@ExtendWith(OutputCaptureExtension.class)
class DemoGuardTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "0.0.0.0", "192.168.1.20", "::"})
  void refuses_an_address_that_others_reach(String address) {
    assertThatThrownBy(() -> DemoGuard.check(address, "demo")).isInstanceOf(DemoExposed.class);
    assertThatCode(() -> DemoGuard.check(address, "another one")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1"})
  void starts_where_nobody_else_gets(String address) {
    assertThatCode(() -> DemoGuard.check(address, "demo")).doesNotThrowAnyException();
  }

  @Test
  void says_what_to_do(CapturedOutput output) {
    SpringApplicationBuilder demo =
        new SpringApplicationBuilder(DemoGuard.class)
            .web(WebApplicationType.NONE)
            .profiles("demo");
    assertThatThrownBy(() -> demo.run("--server.address=0.0.0.0", "--spring.config.location=optional:classpath:/none/"))
        .isInstanceOf(DemoExposed.class);
    assertThat(output).contains("APPLICATION FAILED TO START", "FAULTDESK_DEMO_PASSWORD").doesNotContain("\tat io.");
  }
}
