package io.faultdesk.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** What sign-in reads of the block {@code faultdesk}: where data lies, and the password of {@code admin}. */
@Validated
@ConfigurationProperties(prefix = "faultdesk")
record SecuritySettings(@DefaultValue Data data, @DefaultValue Admin admin) {

  /** The folder for everything that is written. */
  record Data(@DefaultValue("./data") Path dir) {}

  /** The password the user {@code admin} starts with; without one it is made up. */
  record Admin(@Nullable String password) {

    @Override
    public String toString() {
      return "Admin[]";
    }
  }
}
