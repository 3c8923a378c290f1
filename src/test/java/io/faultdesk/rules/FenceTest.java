package io.faultdesk.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.StringReader;
import java.time.Duration;
import java.util.Properties;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kie.api.KieServices;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;

/** The second wall alone: DRL that nobody read, compiled behind the fence. */
class FenceTest {

  private static final String MARK = "faultdesk.fence.passed";

  @AfterEach
  void forget() {
    System.clearProperty(MARK);
  }

  @Test
  void what_a_rule_may_do_passes() {
    assertThat(run("$i : Indicator( p95 > 1 )", "findings.say(0, $i);")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.setProperty(\"faultdesk.fence.passed\", \"x\");",
        "java.lang.System.exit(1);",
        "Runtime.getRuntime().halt(1);",
        "new ProcessBuilder(\"id\").start();",
        "new java.io.File(\"x\").delete();",
        "new java.io.FileWriter(\"x\").close();",
        "java.nio.file.Files.exists(null);",
        "java.nio.file.Path.of(\"x\");",
        "new java.net.URL(\"http://127.0.0.1\").openStream();",
        "new java.net.Socket(\"127.0.0.1\", 1);",
        "new Thread(() -> {}).start();",
        "Thread.sleep(1);",
        "java.util.concurrent.Executors.newCachedThreadPool();",
        "java.util.concurrent.CompletableFuture.runAsync(() -> {});",
        "new java.util.Timer().getClass().getMethod(\"x\").invoke(null);",
        "String.class.getMethod(\"valueOf\", Object.class).invoke(null, \"x\");",
        "findings.getClass().getClassLoader().loadClass(\"java.lang.System\");",
        "findings.getClass().getDeclaredConstructors()[0].setAccessible(true);",
        "java.lang.invoke.MethodHandles.lookup();",
        "java.lang.reflect.Proxy.isProxyClass(null);",
        "sun.misc.Unsafe.getUnsafe();",
        "java.lang.foreign.Arena.global();",
        "javax.naming.InitialContext.doLookup(\"x\");",
        "org.mvel2.MVEL.eval(\"System.setProperty(\\\"faultdesk.fence.passed\\\", \\\"x\\\")\");",
        "org.kie.api.KieServices.get();",
        "org.kie.internal.utils.KieHelper x;",
        "org.springframework.util.ClassUtils.forName(\"java.lang.System\", null);",
        "io.faultdesk.rules.RuleFiles.packaged();",
        "java.sql.DriverManager.getConnection(\"x\");",
        "drools.getKieRuntime().halt();",
        "kcontext.getKieRuntime().halt();"
      })
  void java_on_the_right_does_not_reach_it(String code) {
    assertThat(run("$i : Indicator( p95 > 1 )", code)).isNotEmpty();
    assertThat(System.getProperty(MARK)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eval( System.setProperty(\"faultdesk.fence.passed\", \"x\") == null )",
        "eval( java.lang.System.setProperty(\"faultdesk.fence.passed\", \"x\") == null )",
        "$i : Indicator( System.setProperty(\"faultdesk.fence.passed\", \"x\") == null )",
        "$i : Indicator( eval( Runtime.getRuntime().availableProcessors() > 0 ) )",
        "$i : Indicator( Thread.currentThread() != null )",
        "$i : Indicator( ( new java.io.File(\"x\") ).exists() == false )",
        "$i : Indicator( java.nio.file.Path.of(\"x\") != null )",
        "$i : Object() from System.getProperties()"
      })
  void what_stands_on_the_left_does_not_name_it(String condition) {
    assertThat(run(condition, "findings.say(0, null);")).isNotEmpty();
    assertThat(System.getProperty(MARK)).isNull();
  }

  /** Not a wish: expressions on the left call by reflection, so the first wall alone keeps them from this. */
  @Test
  void reflection_on_the_left_passes_the_second_wall() {
    String condition =
        "$i : Indicator( name.getClass().getClassLoader() == null, "
            + "name.getClass().forName(\"java.lang.System\") != null )";

    assertThat(run(condition, "findings.say(0, $i);")).isEmpty();
  }

  /** What kept it from running, or nothing where it ran. */
  private static String run(String when, String then) {
    String drl =
        "package faultdesk.performance; import io.faultdesk.indicator.Indicator; global io.faultdesk.rules.Findings findings;\n"
            + "rule \"r0\" when\n" + when + "\nthen\n" + then + "\nend\n";
    Fence fence = new Fence();
    KnowledgeBuilder builder =
        KnowledgeBuilderFactory.newKnowledgeBuilder(
            KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(new Properties(), fence));
    Throwable thrown = catchThrowable(
        () -> builder.add(ResourceFactory.newReaderResource(new StringReader(drl), "UTF-8"), ResourceType.DRL));
    if (thrown != null || builder.hasErrors()) {
      return thrown != null ? thrown.toString() : builder.getErrors().toString();
    }
    Throwable failed = catchThrowable(() -> {
      var base = KnowledgeBaseFactory
          .newKnowledgeBase(KieServices.get().newKieBaseConfiguration(new Properties(), fence));
      base.addPackages(builder.getKnowledgePackages());
      KieSession session = base.newKieSession();
      session.setGlobal("findings", new Findings(1, Duration.ofSeconds(1)));
      session.insert(FakeIndicator.of("crm-web", "x", 5));
      assertThat(session.fireAllRules()).isEqualTo(1);
      session.dispose();
    });
    return failed == null ? "" : failed.toString();
  }
}
