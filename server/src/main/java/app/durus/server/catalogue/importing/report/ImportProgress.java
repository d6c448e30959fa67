package app.durus.server.catalogue.importing.report;

/** Hears how far an import has come: after each recording, on the thread that does the work. */
@FunctionalInterface
public interface ImportProgress {

  /** For whoever waits for the report alone. */
  ImportProgress UNHEARD = (stage, done, of) -> {};

  /** What an import does with each recording, one stage after the other. */
  enum Stage {
    /** Its tags and its sound are read. */
    READING,
    /** It is put into the store, if it is not there yet. */
    KEEPING
  }

  /**
   * @param done recordings that are through this stage, from 1
   * @param of how many there are in it
   */
  void through(Stage stage, int done, int of);
}
