package app.durus.server.accounts.email;

import io.vertx.core.Future;

/** Sends e-mail. */
public interface Mailer {

  /** A message in plain text. */
  record Message(EmailAddress to, String subject, String text) {}

  /** Fails when the mail server cannot be reached or does not take the message. */
  Future<Void> send(Message message);
}
