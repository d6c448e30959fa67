package app.durus.server.accounts.openid;

import java.util.List;

/**
 * Somebody as an OpenID Connect provider knows them.
 *
 * @param issuer the provider, by which together with the subject an account is found
 * @param subject never reused by the provider
 * @param names how the provider calls them, the best one first; not unique, and untrusted
 */
public record Identity(String issuer, String subject, List<String> names) {

  public Identity {
    names = List.copyOf(names);
  }
}
