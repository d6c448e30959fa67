package app.durus.proof.steadiness;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The conditions in which a suite runs: time zone, language, clock, cores and memory. Every value
 * follows from the seed.
 *
 * @param timeZone name in the IANA time zone database
 * @param language BCP 47 tag of the Java process's default locale
 * @param posixLocale {@code LANG} of the process; some names have no locale on the machine, because
 *     a machine without the operator's locale is common
 * @param clockAheadDays by how much the process's clock is ahead of the machine's, in days
 * @param cores number of cores that a Java process sees, 1 to 4
 * @param heapMib the Java process's largest heap, in MiB
 * @param order seeds the order of tests, and the delays of the fakes in Vitest
 */
record Conditions(
    String timeZone,
    String language,
    String posixLocale,
    int clockAheadDays,
    int cores,
    int heapMib,
    long order) {

  private static final List<String> TIME_ZONES =
      List.of("UTC", "Asia/Riyadh", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu");
  private static final List<String> LANGUAGES =
      List.of("en-US", "ar-SA", "tr-TR", "de-DE", "th-TH");
  private static final List<String> POSIX_LOCALES =
      List.of("C.UTF-8", "en_US.UTF-8", "ar_SA.UTF-8", "tr_TR.UTF-8");
  private static final int A_YEAR = 366;

  static Conditions of(SplittableRandom random) {
    return new Conditions(
        any(TIME_ZONES, random),
        any(LANGUAGES, random),
        any(POSIX_LOCALES, random),
        random.nextInt(3) == 0 ? A_YEAR : 0,
        1 + random.nextInt(4),
        random.nextBoolean() ? 512 : 1024,
        random.nextLong(1, Integer.MAX_VALUE));
  }

  /** Environment variables for every process of a suite. */
  Map<String, String> environment() {
    return new TreeMap<>(Map.of("TZ", timeZone, "LANG", posixLocale, "LC_ALL", posixLocale));
  }

  private static String any(List<String> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "TZ=%s LANG=%s, Java's locale %s, clock %d days ahead, %d cores, heap of %d MiB, order %d",
        timeZone,
        posixLocale,
        language,
        clockAheadDays,
        cores,
        heapMib,
        order);
  }
}
