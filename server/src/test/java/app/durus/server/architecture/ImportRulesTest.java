package app.durus.server.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Which package may import which, as docs/architecture.md says. */
@AnalyzeClasses(packages = "app.durus", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  private static final String SERVER = "app.durus.server";

  /** An adapter at the edge of the contract; nested classes count as their outer class. */
  private static final DescribedPredicate<JavaClass> AN_API =
      DescribedPredicate.describe(
          "an …Api", type -> outermost(type).getSimpleName().endsWith("Api"));

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ImportRulesTest::outermost).orElse(type);
  }

  @ArchTest
  static final ArchRule rulesKnowNothingButTheLanguage =
      classes()
          .that()
          .resideInAPackage(SERVER + ".listening.rules..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(SERVER + ".listening.rules..", "java.lang..", "java.util..");

  @ArchTest
  static final ArchRule rulesHaveNoClockAndNoRandomness =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".listening.rules..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(Random|SplittableRandom|Date|Timer|concurrent\\..*)");

  @ArchTest
  static final ArchRule onlyApisAndHillaSeeTheContract =
      noClasses()
          .that(DescribedPredicate.not(AN_API))
          .and()
          .resideOutsideOfPackages(SERVER + ".hilla..", "app.durus.contract..")
          .and(DescribedPredicate.not(theCompositionRoot()))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("app.durus.contract..");

  @ArchTest
  static final ArchRule theContractSeesNothingOfTheServer =
      noClasses()
          .that()
          .resideInAnyPackage("app.durus.contract..", "app.durus.shell..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVER + "..", "io.vertx..");

  @ArchTest
  static final ArchRule pgAndApiNeverSeeEachOther =
      noClasses()
          .that()
          .resideInAPackage("..pg..")
          .should()
          .dependOnClassesThat(AN_API)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("app.durus.contract..");

  @ArchTest
  static final ArchRule apisNeverSeePg =
      noClasses().that(AN_API).should().dependOnClassesThat().resideInAPackage("..pg..");

  @ArchTest
  static final ArchRule onlyTheCompositionRootConstructsAdapters =
      noClasses()
          .that(DescribedPredicate.not(theCompositionRoot()))
          .and()
          .resideOutsideOfPackage("..pg..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..pg..");

  @ArchTest
  static final ArchRule featuresDoNotImportEachOther =
      slices()
          .matching(SERVER + ".(listening|catalogue|audio|covers|accounts)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              // A lecture's audio file is part of the catalogue's import; the audio package does
              // not depend on lectures.
              resideInAPackage(SERVER + ".catalogue.."), resideInAPackage(SERVER + ".audio"))
          .ignoreDependency(
              // The parsers themselves stay hidden.
              resideInAPackage(SERVER + ".catalogue.."),
              name(SERVER + ".audio.format.AudioFormat")
                  .or(name(SERVER + ".audio.format.tags.AudioTags"))
                  .or(name(SERVER + ".audio.format.tags.Chapter")))
          .ignoreDependency(
              resideInAPackage(SERVER + ".catalogue.."), resideInAPackage(SERVER + ".covers"));

  @ArchTest
  static final ArchRule parsersKnowNothingOfTheServer =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".audio.format..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(SERVER + "..")
                  .and(DescribedPredicate.not(resideInAPackage(SERVER + ".audio.format.."))))
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule theCatalogueKnowsNothingOfImporting =
      noClasses()
          .that()
          .resideInAnyPackage(SERVER + ".catalogue", SERVER + ".catalogue.pg..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SERVER + ".catalogue.importing..");

  @ArchTest
  static final ArchRule nothingButTheProgramSeesTheCompositionRoot =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER + ".app..")
          .and()
          .doNotHaveFullyQualifiedName(SERVER + ".Main")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SERVER + ".app..");

  @ArchTest
  static final ArchRule packagesFormNoCircle =
      slices().matching(SERVER + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyHttpAndHillaKnowStatusCodes =
      noClasses()
          .that()
          .resideInAnyPackage(
              SERVER + ".listening..",
              SERVER + ".catalogue..",
              SERVER + ".audio..",
              SERVER + ".accounts..",
              SERVER + ".covers..",
              SERVER + ".database..",
              SERVER + ".batching..",
              SERVER + ".errors..")
          .should()
          .dependOnClassesThat(
              name(SERVER + ".hilla.Refusal")
                  .or(name(SERVER + ".http.ErrorStatus"))
                  .or(name("io.netty.handler.codec.http.HttpResponseStatus"))
                  .or(name("io.vertx.ext.web.handler.HttpException")))
          .orShould()
          .callMethod(HttpServerResponse.class, "setStatusCode", int.class)
          .orShould()
          .callMethod(RoutingContext.class, "fail", int.class)
          .orShould()
          .callMethod(RoutingContext.class, "fail", int.class, Throwable.class)
          .orShould()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "a parameter of ours is a status code",
                  call ->
                      call.getTarget().getOwner().getPackageName().startsWith(SERVER + ".http")
                          && call.getTarget().getRawParameterTypes().stream()
                              .anyMatch(type -> type.isEquivalentTo(int.class))));

  @ArchTest
  static final ArchRule springAndVaadinStayInTheBuild =
      noClasses()
          .that()
          .resideInAPackage(SERVER + "..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.springframework..", "com.vaadin..", "jakarta.servlet..")
                  .and(
                      DescribedPredicate.not(
                          name("com.vaadin.hilla.BrowserCallable")
                              .or(nameEndingWith("AnonymousAllowed")))));

  @ArchTest
  static final ArchRule futuresAreVertxFutures =
      noClasses()
          .that()
          .resideInAPackage(SERVER + "..")
          .and()
          // Starting and stopping PostgreSQL waits for a process, before any event loop runs.
          .resideOutsideOfPackage(SERVER + ".database..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.CompletableFuture");

  @ArchTest
  static final ArchRule nothingSleepsOrWaitsOnTheEventLoop =
      noClasses()
          .that()
          .resideInAPackage(SERVER + "..")
          .should()
          .callMethod(Thread.class, "sleep", long.class);

  private static DescribedPredicate<JavaClass> theCompositionRoot() {
    return DescribedPredicate.describe(
        "the composition root", type -> type.getPackageName().equals(SERVER + ".app"));
  }
}
