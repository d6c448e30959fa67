package app.durus.server.app;

import app.durus.server.accounts.AccountAdministration;
import app.durus.server.accounts.AccountAdministration.ListedAccount;
import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.ListenerName;
import app.durus.server.accounts.email.EmailAddress;
import app.durus.server.accounts.email.EmailStore;
import app.durus.server.accounts.export.AccountExport;
import app.durus.server.accounts.pg.PgAccountAdministration;
import app.durus.server.accounts.pg.PgEmailStore;
import app.durus.server.accounts.pg.PgExportSource;
import app.durus.server.app.Command.AccountChange;
import app.durus.server.app.settings.Configuration;
import app.durus.server.http.BasePath;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Scanner;
import java.util.UUID;

/** The commands {@code account …}. */
public final class AccountCommands {

  private static final Duration INVITATION_LIFETIME = Duration.ofDays(14);
  private static final Duration RESET_LIFETIME = Duration.ofDays(1);

  /** Characters that are read of an answer. */
  private static final int MAX_ANSWER = 100;

  private AccountCommands() {}

  /** {@code account list}. */
  public static void list(Configuration configuration) {
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) ->
            ReportText.print(
                text(new PgAccountAdministration(database.pool(vertx)).list().await()),
                System.out));
  }

  /** {@code account invite}. */
  public static void invite(Configuration configuration) {
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) -> {
          AccountCode code = AccountCode.random();
          new PgAccountAdministration(database.pool(vertx))
              .addInvitation(code, INVITATION_LIFETIME)
              .await();
          ReportText.print(invitationText(code, configuration.basePath()), System.out);
        });
  }

  static String invitationText(AccountCode code, BasePath basePath) {
    return "Invitation: "
        + code.text()
        + "\nOne person can make an account with it within "
        + INVITATION_LIFETIME.toDays()
        + " days: at "
        + basePath.absolute("/sign-in?invitation=" + code.text());
  }

  /** The other commands, each of which is about one account. */
  public static void change(Configuration configuration, AccountChange change, String listener) {
    ListenerName name = name(listener);
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) -> {
          // All of a listener's progress may take longer than a request may.
          AccountAdministration accounts =
              new PgAccountAdministration(database.poolForLongWork(vertx));
          UUID listenerId = existing(accounts, name);
          if (change == AccountChange.EXPORT) {
            export(new PgExportSource(database.poolForLongWork(vertx)), listenerId, System.out);
          } else {
            ReportText.print(
                apply(accounts, change, listenerId, name.shown(), configuration.basePath()),
                System.out);
          }
        });
  }

  /** Writes JSON in UTF-8, whatever the locale. */
  private static void export(AccountExport.Source source, UUID listenerId, PrintStream out) {
    new AccountExport(source, Clock.systemUTC())
        .write(
            listenerId,
            part -> {
              out.writeBytes(part.getBytes());
              return Future.succeededFuture();
            })
        .await();
    out.flush();
  }

  /** Returns what to tell the operator. */
  static String apply(
      AccountAdministration accounts,
      AccountChange change,
      UUID listenerId,
      String name,
      BasePath basePath) {
    return switch (change) {
      case RESET_PASSWORD -> {
        AccountCode code = AccountCode.random();
        accounts.addPasswordReset(code, listenerId, RESET_LIFETIME).await();
        yield resetText(code, name, basePath);
      }
      case DISABLE -> {
        accounts.disable(listenerId).await();
        yield name + " is signed out everywhere within some seconds, and cannot sign in.";
      }
      case ENABLE -> {
        accounts.enable(listenerId).await();
        yield name + " can sign in again.";
      }
      case EXPORT -> throw new IllegalArgumentException("an export is no sentence");
    };
  }

  /**
   * {@code account delete}.
   *
   * @param confirmed whether not to ask
   */
  public static void delete(Configuration configuration, String listener, boolean confirmed) {
    ListenerName name = name(listener);
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) -> {
          // All of a listener's progress may take longer than a request may.
          AccountAdministration accounts =
              new PgAccountAdministration(database.poolForLongWork(vertx));
          UUID listenerId = existing(accounts, name);
          if (!confirmed && !isConfirmed(name.shown(), System.in, System.out)) {
            throw new StartupFailure("nothing was deleted: that needs yes, or " + Command.YES);
          }
          accounts.delete(listenerId).await();
          ReportText.print(
              "The account "
                  + name.shown()
                  + " and all of its progress are deleted. Its devices are told when they next"
                  + " reach the server.",
              System.out);
        });
  }

  /** Asks the operator. Where nobody answers, as in a script, the answer is no. */
  static boolean isConfirmed(String name, InputStream in, PrintStream out) {
    ReportText.print(
        "The account "
            + name
            + " and all of its progress would be gone for ever. Delete it? [yes/no]",
        out);
    // An answer in another encoding is no "yes".
    return new Scanner(in, StandardCharsets.US_ASCII)
            .findWithinHorizon("\\A\\h*(?i:yes)\\h*(?=\\R|\\z)", MAX_ANSWER)
        != null;
  }

  /**
   * {@code account email}.
   *
   * @param address the new one as it was written; {@code none} to remove it; empty to show it
   */
  public static void email(Configuration configuration, String listener, Optional<String> address) {
    ListenerName name = name(listener);
    Optional<EmailAddress> set =
        address
            .filter(text -> !text.equals(Command.NO_ADDRESS))
            .map(
                text ->
                    EmailAddress.of(text)
                        .orElseThrow(
                            () -> new StartupFailure("this is no e-mail address: " + text)));
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) -> {
          Pool pool = database.pool(vertx);
          UUID listenerId = existing(new PgAccountAdministration(pool), name);
          EmailStore store = new PgEmailStore(pool);
          if (address.isPresent()) {
            store.set(listenerId, set).await();
          }
          ReportText.print(emailText(name.shown(), store.address(listenerId).await()), System.out);
        });
  }

  static String emailText(String name, Optional<EmailAddress> address) {
    return name
        + address
            .map(present -> " has the e-mail address " + present.text() + ".")
            .orElse(" has no e-mail address.");
  }

  private static ListenerName name(String listener) {
    return ListenerName.of(listener)
        .orElseThrow(() -> new StartupFailure("no account has that name"));
  }

  private static UUID existing(AccountAdministration accounts, ListenerName name) {
    return accounts
        .find(name)
        .await()
        .orElseThrow(() -> new StartupFailure("there is no account named " + name.shown()));
  }

  static String resetText(AccountCode code, String name, BasePath basePath) {
    return "Code for "
        + name
        + ": "
        + code.text()
        + "\nA new password can be chosen with it once, within "
        + RESET_LIFETIME.toHours()
        + " hours: at "
        + basePath.absolute("/sign-in?code=" + code.text());
  }

  /** A line for each account. */
  static String text(List<ListedAccount> accounts) {
    return accounts.isEmpty()
        ? "There are no accounts."
        : String.join("\n", accounts.stream().map(AccountCommands::line).toList());
  }

  private static String line(ListedAccount account) {
    Instant lastSeen = account.lastSeenAt();
    return ReportText.onOneLine(
        String.format(
            Locale.ROOT,
            "%s: since %s, %s, sessions: %d%s%s",
            account.name(),
            day(account.createdAt()),
            lastSeen == null ? "signed in nowhere" : "last seen " + day(lastSeen),
            account.sessions(),
            account.emailAddress() == null ? "" : ", " + account.emailAddress(),
            account.disabled() ? ", disabled" : ""));
  }

  private static String day(Instant time) {
    return DateTimeFormatter.ISO_LOCAL_DATE.format(time.atOffset(ZoneOffset.UTC));
  }
}
