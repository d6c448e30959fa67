package app.durus.server.http.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strong entity tag and how conditions compare with it (RFC 9110, sections 8.8.3 and 13.1).
 *
 * @param opaque without quotes and free of them
 */
record EntityTag(String opaque) {

  private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"");

  String header() {
    return "\"" + opaque + "\"";
  }

  /** {@code If-None-Match}: weak comparison; null when there is no such header. */
  boolean isAmong(String ifNoneMatch) {
    if (ifNoneMatch == null) {
      return false;
    }
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    Matcher tags = TAG.matcher(ifNoneMatch);
    while (tags.find()) {
      if (tags.group(2).equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code If-Range}: strong comparison. A date never matches, because the server sends none, so a
   * client that resumes another version gets the whole file.
   *
   * @param ifRange null matches: there is no such header
   */
  boolean allowsRange(String ifRange) {
    return ifRange == null || ifRange.strip().equals(header());
  }
}
