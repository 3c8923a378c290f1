package io.faultdesk.rules;

import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.indicator.Indicator;
import io.faultdesk.indicator.WindowStatistics;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.prediction.Trend;
import io.faultdesk.prediction.Forecast;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import io.faultdesk.signal.Alert;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mvel2.compiler.AbstractParser;

/**
 * All that compiled rules can see of the program: the fact types, what Drools' generated classes are made of, and the
 * harmless part of the JDK. It is the second wall; {@link RuleReader} is the first.
 */
final class Fence extends ClassLoader {

  private static final Pattern ENGINE =
      Pattern.compile(
          "org\\.drools\\.(?:base\\.(?:base|reteoo|rule)|core\\.(?:base\\.accumulators|common|reteoo|rule)|mvel\\.(?:accessors|asm))"
              + "\\..+|org\\.drools\\.(?:core\\.WorkingMemory|ecj\\.EclipseJavaCompiler)|org\\.kie\\.api\\.(?:definition|runtime\\.rule)\\..+");
  private static final Pattern JDK =
      Pattern.compile(
          "java\\.(?:lang|util|time)\\.[^.]+|java\\.io\\.(?:Serializable|Externalizable|Object(?:Input|Output))");
  private static final Pattern HARMFUL =
      Pattern
          .compile("java\\.lang\\.(?:System|Runtime|Thread|Process|ClassLoader|Module|StackWalker|Shutdown|Scoped).*");
  private static final Set<String> FACTS =
      Stream.of(
          Indicator.class,
          WindowStatistics.class,
          Alert.class,
          ServiceInfo.class,
          Forecast.class,
          Trend.class,
          ServiceName.class,
          Severity.class,
          Category.class,
          Level.class,
          Findings.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  static {
    // these the expressions on the left would know without asking any class loader
    List.of(
        "System", "Runtime", "Thread", "ThreadLocal", "Class", "ClassLoader", "Compiler", "SecurityManager",
        "java.lang.System", "java.lang.Runtime", "java.lang.Class")
        .forEach(name -> {
          AbstractParser.LITERALS.remove(name);
          AbstractParser.CLASS_LITERALS.remove(name);
        });
  }

  private final ClassLoader program = Fence.class.getClassLoader();

  Fence() {
    super("rules", null);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOpen(name)) {
      throw new ClassNotFoundException(name + " is out of reach for rules");
    }
    return program.loadClass(name);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return isOpenResource(name) ? program.getResource(name) : null;
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    return isOpenResource(name) ? program.getResourceAsStream(name) : null;
  }

  static boolean isOpen(String name) {
    return FACTS.contains(name)
        || ENGINE.matcher(name).matches()
        || JDK.matcher(name).matches() && !HARMFUL.matcher(name).matches();
  }

  private static boolean isOpenResource(String name) {
    return name.endsWith(".class") && isOpen(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
  }
}
