package app.durus.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Which package may import which among tests, proofs and measurements, as docs/architecture.md
 * says.
 */
@AnalyzeClasses(packages = "app.durus", importOptions = ImportOption.OnlyIncludeTests.class)
class ProofImportRulesTest {

  private static final String ORACLE = "app.durus.proof.oracle";
  private static final String PROOFS = "app.durus.proof..";
  private static final String MEASUREMENTS = "app.durus.bench..";

  @ArchTest
  static final ArchRule theOracleSharesNoCodeWithTheProduct =
      classes()
          .that()
          .resideInAPackage(ORACLE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ORACLE, "java..");

  @ArchTest
  static final ArchRule testsDoNotUseProofsOrMeasurements =
      noClasses()
          .that()
          .resideOutsideOfPackages(PROOFS, MEASUREMENTS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROOFS, MEASUREMENTS);
}
