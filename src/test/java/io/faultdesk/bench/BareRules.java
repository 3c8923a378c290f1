package io.faultdesk.bench;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.kie.api.KieServices;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.conf.ConstraintJittingThresholdOption;
import org.kie.internal.io.ResourceFactory;

/**
 * Drools and nothing else: one session that is kept, with the conditions of our rule files. What a rule does on the right is
 * the least that Drools can be asked for, adding its name to a list.
 */
public final class BareRules implements AutoCloseable {

  private static final Pattern RULE = Pattern.compile("(?ms)^rule \"(.*?)\"\\s*^when$(.*?)^then$.*?^end$");
  private static final String IMPORTS = """
      import io.faultdesk.indicator.Indicator; import io.faultdesk.signal.Alert;
      import io.faultdesk.catalog.ServiceInfo; global java.util.List fired;
      """;

  private final KieSession session;
  private final List<String> fired = new ArrayList<>();

  private BareRules(KieSession session) {
    this.session = session;
    session.setGlobal("fired", fired);
  }

  /** The rules of that folder, with Drools' constraint JIT or without. */
  public static BareRules of(Path folder, boolean jit) throws IOException {
    KnowledgeBuilder builder = KnowledgeBuilderFactory.newKnowledgeBuilder();
    builder.add(
        ResourceFactory.newReaderResource(new StringReader(drl(folder))).setSourcePath("bare.drl"),
        ResourceType.DRL);
    if (builder.hasErrors()) {
      throw new IllegalStateException(builder.getErrors().toString());
    }
    var configuration = KieServices.get().newKieBaseConfiguration(new Properties());
    if (!jit) {
      configuration.setOption(ConstraintJittingThresholdOption.get(-1));
    }
    var base = KnowledgeBaseFactory.newKnowledgeBase(configuration);
    base.addPackages(builder.getKnowledgePackages());
    return new BareRules(base.newKieSession());
  }

  /** Puts the facts in, fires, takes them out; the names of the rules that fired. */
  public List<String> ask(List<Object> facts) {
    fired.clear();
    List<FactHandle> handles = new ArrayList<>(facts.size());
    for (Object fact : facts) {
      handles.add(session.insert(fact));
    }
    session.fireAllRules();
    for (FactHandle handle : handles) {
      session.delete(handle);
    }
    return fired;
  }

  @Override
  public void close() {
    session.dispose();
  }

  private static String drl(Path folder) throws IOException {
    StringBuilder drl = new StringBuilder("package bare;\n" + IMPORTS);
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher rule = RULE.matcher(Files.readString(file));
        while (rule.find()) {
          // a service is compared with a text by its value
          String when = rule.group(2).replaceAll("\\bservice (==|!=)", "service.value $1");
          drl.append("rule \"%1$s\" when %2$s then fired.add(\"%1$s\"); end\n".formatted(rule.group(1), when));
        }
      }
    }
    return drl.toString();
  }
}
