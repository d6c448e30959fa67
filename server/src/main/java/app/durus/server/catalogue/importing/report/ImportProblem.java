package app.durus.server.catalogue.importing.report;

/**
 * What an operator should know of one file.
 *
 * @param file relative to the imported folder, with '/'; empty for the folder itself
 * @param sentence plain words: what is the matter, and what became of the file
 */
public record ImportProblem(String file, String sentence) {}
