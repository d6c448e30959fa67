package app.durus.server.listening.rules;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What a listener did, as a device recorded it. It need not be valid ({@link Validity}).
 *
 * @param deviceId the device that carried it here
 * @param values of the type's members, in their order; empty for most types
 */
public record Intent(
    IntentType type, UUID lectureId, Stamp stamp, UUID deviceId, List<Object> values)
    implements RegisterField.Source {

  /**
   * @throws IllegalArgumentException when a value is missing or not of its member's Java type
   */
  public Intent {
    Objects.requireNonNull(lectureId);
    Objects.requireNonNull(stamp);
    Objects.requireNonNull(deviceId);
    values = List.copyOf(values);
    if (values.size() != type.members().size()) {
      throw new IllegalArgumentException(type + " does not have " + values.size() + " members");
    }
    for (int i = 0; i < values.size(); i++) {
      if (!type.members().get(i).type().isInstance(values.get(i))) {
        throw new IllegalArgumentException(
            type + " needs another " + type.members().get(i).member() + " than " + values.get(i));
      }
    }
  }

  /** The value of a member; null when this type has no such member. */
  @Override
  public <T> T get(RegisterField<?, T> field) {
    int place = type.members().indexOf(field);
    return place < 0 ? null : field.type().cast(values.get(place));
  }

  /** The asset that a position was measured on; empty for other types. */
  public Optional<UUID> audioAssetId() {
    return Optional.ofNullable(get(Position.AUDIO_ASSET_ID));
  }
}
