package io.faultdesk.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeRoutesTest {

  @ParameterizedTest
  @CsvSource({
    "/api/v1/samples,          true",
    "/api/v1/samples/more,     false",
    "/api/v1/intake,           true",
    "/api/v1/intake/nagios,    true",
    "/api/v1/intake/a/b,       true",
    "/api/v1/intakes,          false",
    "/engine-rest/deployment,  false"
  })
  void a_path_is_found_as_the_container_finds_it(String path, boolean expected) {
    assertThat(new IntakeRoutes(List.of("/api/v1/samples", "/api/v1/intake/*")).contain(path)).isEqualTo(expected);
  }
}
