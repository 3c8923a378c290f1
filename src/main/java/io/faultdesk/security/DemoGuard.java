package io.faultdesk.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** Keeps the demo, whose password everybody knows, from being reached from elsewhere. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class DemoGuard {

  static final String KNOWN_PASSWORD = "demo";

  /** Runs before any other bean is made, so that nothing has been started or written when it refuses. */
  @Bean
  static BeanFactoryPostProcessor refuseExposedDemo(Environment environment) {
    return beans -> check(
        environment.getProperty("server.address"),
        environment.getProperty("faultdesk.demo.password", KNOWN_PASSWORD));
  }

  static void check(@Nullable String address, String password) {
    if (password.equals(KNOWN_PASSWORD) && !isLoopback(address)) {
      throw new DemoExposed(address == null || address.isBlank() ? "every address" : address);
    }
  }

  private static boolean isLoopback(@Nullable String address) {
    if (address == null || address.isBlank()) {
      return false;
    }
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
