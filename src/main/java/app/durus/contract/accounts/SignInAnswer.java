package app.durus.contract.accounts;

import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * How signing up or in ended.
 *
 * @param account the signed-in account; present exactly when {@code outcome} is {@code SIGNED_IN}
 */
public record SignInAnswer(@NonNull SignInOutcome outcome, @Nullable Account account) {}
