package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.AudioFile;
import app.durus.server.catalogue.importing.report.ImportProblem;
import java.util.List;

/**
 * What reading a file found.
 *
 * @param recording null when it is not playable
 * @param cover id of the picture that is embedded in it; null without one
 * @param problems about this file
 */
record FileFinding(AudioFile.Playable recording, String cover, List<ImportProblem> problems) {}
