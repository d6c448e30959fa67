package app.durus.server.accounts.email;

import app.durus.server.accounts.email.EmailSettings.Security;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;

/** Sends by SMTP. A message takes at most a few connections' time limits. */
public final class SmtpMailer implements Mailer {

  private static final String SENDER = "Salafi Durus";
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Without a byte from the mail server. Some check a message for that long. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private static final int MAX_CONNECTIONS = 2;

  private final MailClient client;
  private final String from;

  /** Connects when the first message is sent. The client ends with {@code vertx}. */
  public SmtpMailer(Vertx vertx, EmailSettings settings) {
    this.client = MailClient.create(vertx, config(settings));
    this.from = SENDER + " <" + settings.from().text() + ">";
  }

  private static MailConfig config(EmailSettings settings) {
    MailConfig config =
        new MailConfig()
            .setHostname(settings.host())
            .setPort(settings.port())
            .setSsl(settings.security() == Security.TLS)
            .setStarttls(
                settings.security() == Security.STARTTLS
                    ? StartTLSOptions.REQUIRED
                    : StartTLSOptions.DISABLED)
            .setMaxPoolSize(MAX_CONNECTIONS)
            .setKeepAlive(false)
            .setLogin(settings.login().isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED);
    config.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
    config.setIdleTimeout(Math.toIntExact(IDLE.toSeconds()));
    // The name in the certificate must be the host's.
    config.setHostnameVerificationAlgorithm("HTTPS");
    settings
        .login()
        .ifPresent(login -> config.setUsername(login.user()).setPassword(login.password()));
    return config;
  }

  @Override
  public Future<Void> send(Message message) {
    return client
        .sendMail(
            new MailMessage()
                .setFrom(from)
                .setTo(message.to().text())
                .setSubject(message.subject())
                .setText(message.text())
                // No answering machine replies (RFC 3834).
                .addHeader("Auto-Submitted", "auto-generated"))
        .mapEmpty();
  }
}
