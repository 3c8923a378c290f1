package io.faultdesk;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The program: dispatches to a command, or starts the server. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Faultdesk {

  public static void main(String[] args) {
    SpringApplication.run(Faultdesk.class, args);
  }
}
