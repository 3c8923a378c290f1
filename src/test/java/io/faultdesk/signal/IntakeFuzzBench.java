package io.faultdesk.signal;

import java.time.Instant;
import org.springframework.test.context.TestPropertySource;

/** Many odd bodies, others each time: {@code mvn -Pbench verify -Dit.test=IntakeFuzzBench}. */
@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:fuzzbench")
class IntakeFuzzBench extends IntakeFuzz {

  private static final long FIRST_SEED = Instant.now().toEpochMilli();

  @Override
  int tries() {
    return Integer.getInteger("fuzz.tries", 1000);
  }

  @Override
  long firstSeed() {
    return FIRST_SEED;
  }
}
