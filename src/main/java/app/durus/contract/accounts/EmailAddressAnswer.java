package app.durus.contract.accounts;

import org.jspecify.annotations.Nullable;

/**
 * The e-mail address of an account.
 *
 * @param address the confirmed one; null without
 */
public record EmailAddressAnswer(@Nullable String address) {}
