package app.durus.server;

import app.durus.server.app.AccountCommands;
import app.durus.server.app.BackupCommands;
import app.durus.server.app.Command;
import app.durus.server.app.Command.AccountChange;
import app.durus.server.app.LibraryCommands;
import app.durus.server.app.MaintenanceCommands;
import app.durus.server.app.ServeCommand;
import app.durus.server.app.settings.Configuration;
import app.durus.server.observability.Logs;
import app.durus.server.startup.OutOfMemoryExit;
import app.durus.server.startup.StartupFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The program: reads the command line and runs the command that it names. */
public final class Main {

  private static final int MISUSED = 2;

  private Main() {}

  public static void main(String[] arguments) {
    OutOfMemoryExit.install();
    // The machine's language must not change what libraries write, such as the digits in password
    // hashes.
    Locale.setDefault(Locale.ROOT);
    try {
      run(List.of(arguments));
    } catch (StartupFailure e) {
      System.err.println("salafi-durus: " + e.getMessage());
      Logs.end();
      System.exit(StartupFailure.EXIT_STATUS);
    }
  }

  private static void run(List<String> arguments) {
    switch (Command.parse(arguments)) {
      case Command.Serve(boolean demo) -> ServeCommand.serve(configuration(), demo);
      case Command.Import command -> {
        int status = MaintenanceCommands.importFolder(configuration(), command);
        if (status != 0) {
          System.exit(status);
        }
      }
      case Command.ListLibraries() -> LibraryCommands.list(configuration());
      case Command.RenameLibrary(String library, String name) ->
          LibraryCommands.rename(configuration(), library, name);
      case Command.ForgetLibrary(String library) ->
          LibraryCommands.forget(configuration(), library);
      case Command.ListAccounts() -> AccountCommands.list(configuration());
      case Command.Invite() -> AccountCommands.invite(configuration());
      case Command.AccountEmail(String listener, Optional<String> address) ->
          AccountCommands.email(configuration(), listener, address);
      case Command.DeleteAccount(String listener, boolean confirmed) ->
          AccountCommands.delete(configuration(), listener, confirmed);
      case Command.ChangeAccount(AccountChange change, String listener) ->
          AccountCommands.change(configuration(), change, listener);
      case Command.Backup(Path folder) -> BackupCommands.backup(configuration(), folder);
      case Command.Restore(Path folder) -> BackupCommands.restore(configuration(), folder);
      case Command.NewEpoch() -> MaintenanceCommands.renewEpoch(configuration());
      case Command.Help() -> System.out.println(Command.USAGE);
      case Command.Misused misused -> {
        System.err.println("salafi-durus: " + misused.text());
        System.exit(MISUSED);
      }
    }
  }

  private static Configuration configuration() {
    Configuration configuration = Configuration.from(System.getenv());
    if (configuration.log().json()) {
      Logs.writeJson();
    }
    return configuration;
  }
}
