package app.durus.proof.browser;

import java.util.Locale;

/** Counts the events of a run of the proof. */
final class RunTotals {

  int killsOfPlayback;
  int killsOfDraining;
  long mostMissingMs;
  int actions;
  int drainsOfThreeTabs;
  int drainsOfTheWorker;
  int switches;
  int updates;

  int kills() {
    return killsOfPlayback + killsOfDraining;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d kills (%d while playing, %d while draining), at most %d ms of listening lost,"
            + " %d listener actions, %d drains of three tabs and the worker, %d drains of the worker"
            + " alone, %d switches of account, %d updates",
        kills(),
        killsOfPlayback,
        killsOfDraining,
        mostMissingMs,
        actions,
        drainsOfThreeTabs,
        drainsOfTheWorker,
        switches,
        updates);
  }
}
