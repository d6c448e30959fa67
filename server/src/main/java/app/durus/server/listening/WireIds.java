package app.durus.server.listening;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids on the wire: UUIDs in their canonical text form, in either case. */
final class WireIds {

  /** {@link UUID#fromString} also takes {@code 1-1-1-1-1}, which is no id of ours. */
  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private WireIds() {}

  static Optional<UUID> read(String text) {
    return CANONICAL.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
