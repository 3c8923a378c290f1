package io.faultdesk.signal;

import org.springframework.test.context.TestPropertySource;

/** The same odd bodies in every build, so that it fails for whoever has broken something. */
@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:fuzz")
class IntakeFuzzTest extends IntakeFuzz {

  @Override
  int tries() {
    return 25;
  }

  @Override
  long firstSeed() {
    return 1;
  }
}
