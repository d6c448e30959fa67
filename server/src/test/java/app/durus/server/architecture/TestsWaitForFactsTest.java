package app.durus.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A test waits for a fact, by {@code waiting.Eventually}, and never for a time. A failed test is
 * not run again to make it pass.
 */
@AnalyzeClasses(packages = "app.durus", importOptions = ImportOption.OnlyIncludeTests.class)
class TestsWaitForFactsTest {

  private static final String WAITING = "app.durus.server.waiting..";

  @ArchTest
  static final ArchRule nothingSleepsButTheSharedHelpers =
      noClasses()
          .that()
          .resideOutsideOfPackage(WAITING)
          .should()
          .accessTargetWhere(
              isMethod("java.lang.Thread", "sleep")
                  .or(isMethod("java.util.concurrent.TimeUnit", "sleep|timedWait|timedJoin"))
                  .or(isMethod("java.util.concurrent.locks.LockSupport", "park.+")));

  /** Another way of waiting would have limits of its own. */
  @ArchTest
  static final ArchRule browsersAreWaitedForByTheSharedHelper =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.openqa.selenium.support.ui..");

  @ArchTest
  static final ArchRule noTestIsRepeated =
      noClasses().should().dependOnClassesThat().haveNameMatching(".*\\.RepeatedTest");

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", ".ci/run", "mvnw"})
  void theBuildRepeatsNoFailedTest(String file) throws IOException {
    assertThat(Files.readString(Path.of(file)))
        .doesNotContainPattern("(?i)rerunFailing|flakyTest|--retry");
  }

  private static DescribedPredicate<JavaAccess<?>> isMethod(String type, String names) {
    return DescribedPredicate.describe(
        type + "." + names,
        access ->
            access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getOwner().getName().equals(type)
                && target.getName().matches(names));
  }
}
