package app.durus.server.accounts;

/**
 * What signing in and changing passwords share.
 *
 * @param limits who may attempt it
 * @param devices recognizes devices that signed in before
 */
public record AccountParts(
    AccountStore store,
    Sessions sessions,
    Passwords passwords,
    SignInLimits limits,
    DeviceTokens devices) {}
