package app.durus.server.catalogue.importing.report;

/** Receives the progress of an import after each recording, on the thread that does the work. */
@FunctionalInterface
public interface ImportProgress {

  /** Ignores the progress. */
  ImportProgress UNHEARD = (stage, done, of) -> {};

  /** What an import does with each recording, one stage after the other. */
  enum Stage {
    /** Its tags and its sound are read. */
    READING,
    /** It is put into the store, if it is not there yet. */
    KEEPING
  }

  /**
   * @param done the number of recordings that have passed this stage, from 1
   * @param of the number of recordings in this stage
   */
  void through(Stage stage, int done, int of);
}
