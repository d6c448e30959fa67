package app.durus.server.catalogue.importing.scan;

import app.durus.server.covers.UnusablePicture;
import java.io.IOException;

/** Receives the pictures that the scan finds. */
public interface Pictures {

  /**
   * Blocking.
   *
   * @param picture a file's bytes
   * @return the picture's id
   * @throws UnusablePicture when it cannot be shown
   */
  String idOf(byte[] picture) throws IOException, UnusablePicture;

  /** Whether the picture with this id was kept. Blocking. */
  boolean isHere(String id);
}
