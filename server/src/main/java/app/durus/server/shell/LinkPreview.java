package app.durus.server.shell;

/**
 * What is shown of a link to a page.
 *
 * @param title plain text
 * @param description plain text
 * @param picture the path of a JPEG or PNG on this server, with a leading slash
 */
public record LinkPreview(String title, String description, String picture) {}
