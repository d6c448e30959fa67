package app.durus.contract.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whose session a request carried.
 *
 * @param account null when nobody is signed in
 * @param deletedListenerId whose session it was, when that account was deleted with all that the
 *     server held of it; left out otherwise; since version 2
 */
public record SessionAnswer(
    @Nullable Account account,
    long serverTime,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String deletedListenerId) {}
