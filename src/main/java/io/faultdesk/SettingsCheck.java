package io.faultdesk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/**
 * Refuses names below {@code faultdesk} in configuration files that no module reads; unknown keys inside a module's block are
 * refused by the block's own settings.
 */
@Component
class SettingsCheck implements SmartInitializingSingleton {

  private static final String ROOT = "faultdesk.";

  /** Read by their names, in several modules. */
  private static final Set<String> COMMON = Set.of("data.dir", "admin.password", "config");

  private final ApplicationContext context;
  private final ConfigurableEnvironment environment;

  SettingsCheck(ApplicationContext context, ConfigurableEnvironment environment) {
    this.context = context;
    this.environment = environment;
    refuseMissingFile(environment.getProperty("FAULTDESK_CONFIG"));
  }

  /** Only the file that nobody named may be missing. Asked before anything has been made of the settings. */
  private static void refuseMissingFile(@Nullable String file) {
    if (file != null && !Files.isReadable(Path.of(file))) {
      throw new WrongSetting(
          "FAULTDESK_CONFIG names " + Path.of(file).toAbsolutePath().normalize() + ", which cannot be read.");
    }
  }

  @Override
  public void afterSingletonsInstantiated() {
    Set<String> known = new TreeSet<>(COMMON);
    ConfigurationPropertiesBean.getAll(context).values().stream()
        .map(bean -> bean.getAnnotation().prefix())
        .filter(prefix -> prefix.startsWith(ROOT))
        .forEach(prefix -> known.add(block(prefix)));
    for (PropertySource<?> source : environment.getPropertySources()) {
      // only files have origins; environment variables may be meant for somebody else
      if (source instanceof OriginLookup<?> && source instanceof EnumerablePropertySource<?> file) {
        check(file, known);
      }
    }
  }

  private static void check(EnumerablePropertySource<?> file, Set<String> known) {
    for (String name : file.getPropertyNames()) {
      if (name.startsWith(ROOT) && !known.contains(block(name)) && !known.contains(name.substring(ROOT.length()))) {
        throw new WrongSetting(
            name + " (" + OriginLookup.getOrigin(file, name) + ") means nothing; below \"faultdesk\" there are "
                + String.join(", ", known) + ".");
      }
    }
  }

  private static String block(String name) {
    return name.substring(ROOT.length()).split("[.\\[]", 2)[0];
  }
}
