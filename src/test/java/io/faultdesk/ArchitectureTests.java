package io.faultdesk;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;

/** The rules of the house that a machine can see: quarantines, names, injection, time and output. */
@AnalyzeClasses(packages = "io.faultdesk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  private static final Set<String> TIME_TYPES = Set.of(
      Clock.class.getName(),
      Instant.class.getName(),
      LocalDate.class.getName(),
      LocalDateTime.class.getName(),
      LocalTime.class.getName(),
      OffsetDateTime.class.getName(),
      ZonedDateTime.class.getName());

  @ArchTest static final ArchRule only_workflow_knows_camunda = quarantine("workflow", "org.camunda..");

  @ArchTest static final ArchRule only_rules_knows_drools = quarantine("rules", "org.drools..", "org.kie..");

  @ArchTest static final ArchRule only_prediction_knows_smile = quarantine("prediction", "smile..");

  @ArchTest static final ArchRule nobody_imports_from_the_root_package = noClasses()
      .that().resideOutsideOfPackage("io.faultdesk")
      .should().dependOnClassesThat().resideInAPackage("io.faultdesk");

  @ArchTest static final ArchRule names_say_the_role_at_work = noClasses()
      .should()
      .haveNameMatching(".*[A-Za-z0-9](Impl|Utils?|Helper|Manager|Dto|DTO|Constants|Service|Repository|Entity)")
      .because("such a suffix names a layer, not what the class does");

  @ArchTest static final ArchRule packages_are_modules_not_layers = noClasses()
      .should()
      .resideInAnyPackage(
          "..common..",
          "..util..",
          "..utils..",
          "..helper..",
          "..controller..",
          "..service..",
          "..impl..",
          "..repository..",
          "..model..",
          "..entity..",
          "..dto..");

  @ArchTest static final ArchRule fields_are_not_injected = noFields()
      .should().beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
      .orShould().beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
      .orShould().beAnnotatedWith("jakarta.inject.Inject")
      .orShould().beAnnotatedWith("jakarta.annotation.Resource")
      .orShould().beAnnotatedWith("jakarta.persistence.PersistenceContext");

  @ArchTest static final ArchRule settings_come_as_records_not_as_values = noClasses()
      .should().dependOnClassesThat().haveFullyQualifiedName("org.springframework.beans.factory.annotation.Value");

  @ArchTest static final ArchRule time_comes_from_the_injected_clock = noClasses()
      .that().doNotHaveFullyQualifiedName(TimeSource.class.getName())
      .should().callMethodWhere(asksTheMachineForTheTime())
      .orShould().callConstructor(Date.class);

  @ArchTest static final ArchRule nobody_sleeps = noClasses()
      .should().callMethodWhere(calls("sleep on a thread", Thread.class.getName(), "sleep"));

  @ArchTest static final ArchRule only_commands_and_the_demo_print = noClasses()
      .that().resideOutsideOfPackage("io.faultdesk.demo..")
      .and(not(commands()))
      // A password made up at the first start belongs on the screen, not into log files that others collect and keep.
      .and().doNotHaveFullyQualifiedName("io.faultdesk.security.AdminAccount")
      .should().accessField(System.class, "out")
      .orShould().accessField(System.class, "err");

  @ArchTest static final ArchRule nobody_prints_stack_traces = noClasses()
      .should().callMethodWhere(describe(
          "print a stack trace on the error stream",
          call -> call.getName().equals("printStackTrace") && call.getTarget().getRawParameterTypes().isEmpty()
              && call.getTargetOwner().isAssignableTo(Throwable.class)));

  @ArchTest static final ArchRule controllers_are_package_private = classes()
      .that().areMetaAnnotatedWith("org.springframework.stereotype.Controller")
      .should().notBePublic();

  @ArchTest static final ArchRule repositories_are_package_private = classes()
      .that().areAssignableTo("org.springframework.data.repository.Repository")
      .should().notBePublic()
      .allowEmptyShould(true);

  private static ArchRule quarantine(String module, String... packages) {
    return noClasses()
        .that().resideOutsideOfPackage("io.faultdesk." + module + "..")
        .should().dependOnClassesThat().resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> commands() {
    return describe("commands", type -> type.isMetaAnnotatedWith("picocli.CommandLine$Command")
        || type.getSimpleName().endsWith("Command")
        || type.getEnclosingClass().map(outer -> outer.getSimpleName().endsWith("Command")).orElse(false)
        || type.getFullName().equals(Faultdesk.class.getName()));
  }

  private static DescribedPredicate<JavaCall<?>> asksTheMachineForTheTime() {
    return describe("ask the machine for the time", call -> {
      var owner = call.getTargetOwner().getFullName();
      var name = call.getName();
      boolean withoutClock = call.getTarget().getRawParameterTypes().stream()
          .noneMatch(type -> type.isAssignableTo(Clock.class));
      return TIME_TYPES.contains(owner) && (name.equals("now") && withoutClock || name.startsWith("system"))
          || owner.equals(System.class.getName()) && name.equals("currentTimeMillis");
    });
  }

  private static DescribedPredicate<JavaCall<?>> calls(String what, String owner, String method) {
    return describe(what, call -> call.getTargetOwner().getFullName().equals(owner) && call.getName().equals(method));
  }
}
