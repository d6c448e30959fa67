package app.durus.contract.accounts;

import org.jspecify.annotations.Nullable;

/**
 * How one can sign in here.
 *
 * @param localAccounts whether with a name and a password
 * @param openIdName what the OpenID Connect provider is called; null when there is none
 * @param hasPassword whether the account that asks has a password; true for nobody
 * @param email whether this server sends e-mail: a code for a new password, to an address that the
 *     listener confirmed
 */
public record SignInOptions(
    boolean localAccounts, @Nullable String openIdName, boolean hasPassword, boolean email) {}
