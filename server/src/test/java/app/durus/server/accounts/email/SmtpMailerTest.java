package app.durus.server.accounts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.accounts.email.EmailSettings.Login;
import app.durus.server.accounts.email.EmailSettings.Security;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent to a mail server, and what is not. */
class SmtpMailerTest {

  private static final EmailAddress TO = new EmailAddress("umar@durus.example");

  private final Vertx vertx = Vertx.vertx();
  private GreenMail server;

  private GreenMail start(String protocol) {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
    server.start();
    return server;
  }

  private void send(int port, Security security, Optional<Login> login) {
    new SmtpMailer(
            vertx,
            new EmailSettings(
                "127.0.0.1",
                port,
                security,
                login,
                new EmailAddress("app@durus.example"),
                "https://durus.example"))
        .send(new Mailer.Message(TO, "رمزك", "السلام عليكم"))
        .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    server.stop();
  }

  @Test
  void signsInWhereTheServerAsksForIt() throws Exception {
    start(ServerSetup.PROTOCOL_SMTP).setUser("app", "app", "secret");
    int port = server.getSmtp().getPort();
    send(port, Security.NONE, Optional.of(new Login("app", "secret")));
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("رمزك");
    assertThat((String) server.getReceivedMessages()[0].getContent()).contains("السلام عليكم");
    assertThatThrownBy(
            () -> send(port, Security.NONE, Optional.of(new Login("app", "another secret"))))
        .hasMessageContaining("AUTH");
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void sendsNothingInClearTextToAServerThatCannotEncrypt() {
    start(ServerSetup.PROTOCOL_SMTP);
    assertThatThrownBy(() -> send(server.getSmtp().getPort(), Security.STARTTLS, Optional.empty()))
        .hasMessageContaining("STARTTLS");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  /** The test's mail server has a certificate of its own making. */
  @Test
  void sendsNothingToAServerWhoseCertificateNobodyVouchesFor() {
    start(ServerSetup.PROTOCOL_SMTPS);
    assertThatThrownBy(() -> send(server.getSmtps().getPort(), Security.TLS, Optional.empty()))
        .hasRootCauseMessage("unable to find valid certification path to requested target");
    assertThat(server.getReceivedMessages()).isEmpty();
  }
}
