package app.durus.proof.security;

import java.util.List;

/**
 * What an attack found.
 *
 * @param figures lines for the report
 * @param faults the proof passes when there is none
 */
record Findings(List<String> figures, List<String> faults) {

  Findings {
    figures = List.copyOf(figures);
    faults = List.copyOf(faults);
  }
}
