package io.faultdesk;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Unmatched;

/**
 * The command line. Each module brings its commands as top-level classes annotated with {@link Command}, found on the class
 * path; one named {@code rules test} goes below {@code rules}. None of them starts the web application. Exit codes: 0 good, 1 a check failed, 2 wrong use.
 */
final class Commands {

  /** Not an exit code: the server has started, and the program goes on for as long as it runs. */
  static final int SERVING = -1;

  private Commands() {}

  /** Whether these arguments are for a command other than {@code serve}; settings for the server begin with {@code --}. */
  static boolean named(String[] args) {
    return args.length > 0 && (!args[0].startsWith("--") || List.of("--help", "--version").contains(args[0]));
  }

  static int execute(String... args) {
    // without the server nobody has told the libraries to keep quiet
    LoggingSystem.get(Commands.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.ERROR);
    CommandLine line = new CommandLine(new Root());
    modules().forEach(command -> add(line, command));
    tellVersion(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((wrong, given) -> complain(wrong));
    line.setExecutionExceptionHandler((failure, where, parsed) -> report(failure, where, line.getCommand()));
    return line.execute(args);
  }

  private static List<Class<?>> modules() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(Command.class));
    ClassLoader loader = Commands.class.getClassLoader();
    return scanner.findCandidateComponents(Commands.class.getPackageName()).stream()
        .<Class<?>>map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), loader))
        .filter(type -> type.getEnclosingClass() == null)
        .sorted(Comparator.comparing(Commands::name))
        .toList();
  }

  /** One that has to know the time is given the clock. */
  private static Object made(Class<?> command) {
    Constructor<?> constructor = command.getDeclaredConstructors()[0];
    return constructor.getParameterCount() == 0
        ? BeanUtils.instantiateClass(constructor)
        : BeanUtils.instantiateClass(constructor, new TimeSource().clock());
  }

  private static String name(Class<?> command) {
    return requireNonNull(command.getAnnotation(Command.class)).name();
  }

  private static void add(CommandLine line, Class<?> command) {
    String[] path = name(command).split(" ");
    CommandLine above = line;
    for (int i = 0; i < path.length - 1; i++) {
      above = requireNonNull(above.getSubcommands().get(path[i]));
    }
    String last = path[path.length - 1];
    CommandLine added = new CommandLine(made(command));
    added.getCommandSpec().name(last);
    above.addSubcommand(last, added);
  }

  /** The one the package was built with. */
  private static void tellVersion(CommandLine command) {
    String version = Commands.class.getPackage().getImplementationVersion();
    command.getCommandSpec().version("Faultdesk " + (version == null ? "(not packaged)" : version));
    command.getSubcommands().values().forEach(Commands::tellVersion);
  }

  private static int complain(ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    wrong.getCommandLine().getErr().println(firstLine(wrong) + " (see " + command + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int report(Exception failure, CommandLine where, Root root) {
    if (root.verbose) {
      failure.printStackTrace(where.getErr());
    } else if (where.getCommand() instanceof Serve) {
      where.getErr().println("The server did not start; the reason is above.");
    } else {
      where.getErr().println(firstLine(failure));
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("failed");
  }

  /** What all commands share. */
  @Command(name = "faultdesk",
      description = "The incident platform for teams that run a CRM platform. Without a command it serves.",
      mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
      subcommands = Serve.class)
  static final class Root implements Callable<Integer> {

    @Option(names = "--verbose", scope = ScopeType.INHERIT,
        description = "Print the whole error where something fails.") boolean verbose;

    @Override
    public Integer call() {
      Faultdesk.serve();
      return SERVING;
    }
  }

  /** Starts the server. */
  @Command(name = "serve", description = "Start the server; any setting can be given as --NAME=VALUE.",
      mixinStandardHelpOptions = true)
  static final class Serve implements Callable<Integer> {

    @Unmatched List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
      Faultdesk.serve(settings.toArray(String[]::new));
      return SERVING;
    }
  }
}
