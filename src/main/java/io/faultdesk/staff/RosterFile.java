package io.faultdesk.staff;

import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps the roster and the directory of people in step with {@code faultdesk.yaml}: at start and whenever the file changes. A
 * file that is wrong changes nothing.
 */
@Component
class RosterFile implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(RosterFile.class);

  private final Path file;
  private final Environment environment;
  private final Roster roster;
  private final People people;
  private final Validator validator;
  private StaffSettings settings;
  private String content;

  RosterFile(
      Environment environment,
      StaffSettings settings,
      Roster roster,
      People people,
      Validator validator) {
    this.file = Path.of(environment.getProperty("faultdesk.config", "faultdesk.yaml"));
    this.environment = environment;
    this.settings = settings;
    this.roster = roster;
    this.people = people;
    this.validator = validator;
    this.content = read();
  }

  @Override
  public void afterSingletonsInstantiated() {
    enrol(settings);
  }

  @Scheduled(fixedDelayString = "PT5S")
  synchronized void look() {
    String now = read();
    // while a file is being replaced it may be missing or empty for a moment
    if (now.isBlank() || now.equals(content)) {
      return;
    }
    bind().filter(changed -> !changed.equals(settings)).ifPresent(this::take);
    content = now;
  }

  private void take(StaffSettings changed) {
    roster.adopt(changed);
    enrol(changed);
    settings = changed;
    log.info("{} has changed: {} teams, {} people", file, changed.teams().size(), changed.people().size());
  }

  private void enrol(StaffSettings current) {
    String password = current.initialPassword();
    people.sync(roster.people(), roster.teams(), password);
    if (current.lendPassword() && password != null) {
      people.lend(password);
    }
  }

  private Optional<StaffSettings> bind() {
    try {
      return Optional.of(bound());
    } catch (RuntimeException | IOException wrong) {
      log.warn("{} has changed but is not taken, teams and people stay as they were: {}", file, reason(wrong));
      return Optional.empty();
    }
  }

  private StaffSettings bound() throws IOException {
    List<PropertySource<?>> sources = new YamlPropertySourceLoader().load(file.toString(),
        new FileSystemResource(file));
    Binder binder = new Binder(ConfigurationPropertySources.from(sources),
        new PropertySourcesPlaceholdersResolver(environment));
    StaffSettings bound = binder.bindOrCreate(
        StaffSettings.PREFIX, Bindable.of(StaffSettings.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    String wrong = validator.validate(bound).stream()
        .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
        .collect(Collectors.joining(", "));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(wrong);
    }
    // what the file does not say may have been said elsewhere, as in the demo
    return new StaffSettings(bound.teams(), bound.people(),
        bound.initialPassword() == null ? settings.initialPassword() : bound.initialPassword(),
        settings.lendPassword());
  }

  private String read() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException justBeingReplaced) {
      return "";
    }
  }

  private static String reason(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
