package io.faultdesk;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The program: dispatches to a command, or starts the server where none is named. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Faultdesk {

  public static void main(String[] args) {
    if (!Commands.named(args)) {
      serve(args);
      return;
    }
    int code = Commands.execute(args);
    if (code != Commands.SERVING) {
      System.exit(code);
    }
  }

  static void serve(String... args) {
    SpringApplication.run(Faultdesk.class, args);
  }
}
