package app.durus.server.audio.format.tags;

/**
 * A chapter of a recording. It lasts until the next one begins, the last one until the end.
 *
 * @param startMs from the recording's beginning
 * @param title one line, at most {@link Chapters#LONGEST_TITLE} characters; empty where the
 *     recording gives it none
 */
public record Chapter(long startMs, String title) {}
