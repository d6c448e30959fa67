package app.durus.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/**
 * Product and tests do the same in every language, time zone and encoding of the machine. With
 * Arabic as its language, {@code "$%d".formatted(1)} is {@code $١}, which no database understands;
 * with Turkish, {@code "ID".toLowerCase()} is {@code ıd}.
 */
@AnalyzeClasses(packages = "app.durus")
class MachineIndependenceTest {

  private static final Set<String> BY_THE_MACHINES_LANGUAGE =
      Set.of(
          "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
          "java.lang.String.formatted([Ljava.lang.Object;)",
          "java.lang.String.toLowerCase()",
          "java.lang.String.toUpperCase()",
          "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintStream.format(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintWriter.format(java.lang.String, [Ljava.lang.Object;)",
          "java.util.Formatter.<init>()",
          "java.util.Formatter.<init>(java.lang.Appendable)",
          "java.util.Locale.getDefault()",
          "java.text.NumberFormat.getInstance()",
          "java.text.NumberFormat.getNumberInstance()",
          "java.text.NumberFormat.getIntegerInstance()",
          "java.text.NumberFormat.getPercentInstance()",
          "java.text.DecimalFormat.<init>(java.lang.String)",
          "java.text.SimpleDateFormat.<init>(java.lang.String)",
          "java.text.Collator.getInstance()",
          "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)");

  private static final Set<String> BY_THE_MACHINES_TIME_ZONE =
      Set.of(
          "java.time.ZoneId.systemDefault()",
          "java.util.TimeZone.getDefault()",
          "java.time.LocalDate.now()",
          "java.time.LocalTime.now()",
          "java.time.LocalDateTime.now()",
          "java.time.ZonedDateTime.now()",
          "java.time.OffsetDateTime.now()",
          "java.util.Calendar.getInstance()");

  private static final Set<String> BY_THE_MACHINES_ENCODING =
      Set.of(
          "java.lang.String.getBytes()",
          "java.lang.String.<init>([B)",
          "java.lang.String.<init>([B, int, int)",
          "java.nio.charset.Charset.defaultCharset()",
          "java.io.InputStreamReader.<init>(java.io.InputStream)",
          "java.io.OutputStreamWriter.<init>(java.io.OutputStream)",
          "java.io.FileReader.<init>(java.lang.String)",
          "java.io.FileReader.<init>(java.io.File)",
          "java.io.FileWriter.<init>(java.lang.String)",
          "java.io.FileWriter.<init>(java.io.File)",
          "java.io.ByteArrayOutputStream.toString()");

  @ArchTest
  static final ArchRule nothingDependsOnTheMachinesLanguage =
      noClasses().should().accessTargetWhere(isOneOf(BY_THE_MACHINES_LANGUAGE));

  @ArchTest
  static final ArchRule nothingDependsOnTheMachinesTimeZone =
      noClasses().should().accessTargetWhere(isOneOf(BY_THE_MACHINES_TIME_ZONE));

  @ArchTest
  static final ArchRule nothingDependsOnTheMachinesEncoding =
      noClasses().should().accessTargetWhere(isOneOf(BY_THE_MACHINES_ENCODING));

  private static DescribedPredicate<JavaAccess<?>> isOneOf(Set<String> names) {
    return DescribedPredicate.describe(
        "it leaves a choice to the machine",
        access ->
            access.getTarget() instanceof CodeUnitAccessTarget target
                && names.contains(target.getFullName()));
  }
}
