package app.durus.server.listening.rules;

import java.util.List;

/**
 * All registers and all types of intents. This is the place to add one; docs/hacking.md lists what
 * else belongs to a new register.
 */
public final class RegisterTypes {

  /** R3. */
  public static final RegisterType<Position> POSITION =
      new RegisterType<>(
          "position",
          Position.class,
          List.of(Position.POSITION_MS, Position.AUDIO_ASSET_ID),
          List.of(),
          Position::of);

  /** R4. */
  public static final RegisterType<Completion> COMPLETION =
      new RegisterType<>(
          "completion",
          Completion.class,
          List.of(Completion.COMPLETED),
          List.of(Completion.FIRST_COMPLETED_AT),
          Completion::of);

  /** R6. */
  public static final RegisterType<Flag> FAVORITE = Flag.register("favorite");

  /** In the order of their columns in statements. */
  public static final List<RegisterType<?>> ALL = List.of(POSITION, COMPLETION, FAVORITE);

  /** Listening has come to a position; "listen again from the start" is position 0. */
  public static final IntentType PROGRESS = IntentType.carryingFields("PROGRESS", POSITION);

  /** The lecture counts as completed. */
  public static final IntentType COMPLETED =
      IntentType.carryingNothing("COMPLETED", COMPLETION, Completion::completed);

  /** The one way to un-complete a lecture (R4). */
  public static final IntentType REOPENED =
      IntentType.carryingNothing("REOPENED", COMPLETION, Completion::reopened);

  public static final IntentType FAVORITED =
      IntentType.carryingNothing("FAVORITED", FAVORITE, Flag::on);

  public static final IntentType UNFAVORITED =
      IntentType.carryingNothing("UNFAVORITED", FAVORITE, Flag::off);

  public static final List<IntentType> INTENTS =
      List.of(PROGRESS, COMPLETED, REOPENED, FAVORITED, UNFAVORITED);

  private RegisterTypes() {}
}
