package app.durus.server.app;

import app.durus.server.app.settings.Configuration;
import app.durus.server.app.settings.SettingsText;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.importing.ImportOptions;
import app.durus.server.startup.StartupFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the operator asked for on the command line. */
public sealed interface Command {

  String USAGE =
      """
      Salafi Durus, an offline-first app for listening to lectures.

      java -jar salafi-durus.jar <command>

        serve [--demo]     serves the app; --demo fills an empty library
        import <folder>    brings a folder of recordings into the library, also while the app is served
          --check          tells what that would do, and changes nothing
          --withdraw       withdraws lectures whose files are gone, also when they are more than half
          --json           the report for programs
        library list       the folders that were imported
        library rename <library> <name>
                           gives one a name, by which it is known wherever it lies
        library forget <library>
                           withdraws all of its lectures
        account list       the accounts, and when each was last seen
        account invite     makes a code with which somebody can sign up once
        account reset-password <name>
                           makes a code with which that listener can choose a new password once
        account email <name> [<address>]
                           shows the e-mail address of that listener, or sets it; none removes it
        account disable <name>
                           signs that listener out, and refuses to sign in
        account enable <name>
                           undoes that
        account export <name>
                           writes everything that the server holds of that listener as JSON to the
                           standard output
        account delete <name>
                           deletes the account with all of its progress, once you have said yes
          --yes            does not ask
        backup <folder>    writes everything into a folder, also while the app is served; into the same
                           folder again, only what is new
        restore <folder>   reads a backup into an empty data folder or database; devices then offer again
                           what they did since
        new-epoch          after a database was restored by other means: every device offers again what
                           it still knows
        --help             this

      Recordings ({formats}) lie as Scholar/Series/01 - Title.mp3; other depths work too.

      Settings are environment variables, or lines NAME=value of the file that CONFIG_FILE names. A
      variable holds against the file. In brackets stands what holds unless it is set:

      {settings}
      """
          .stripTrailing()
          .replace("{formats}", String.join(", ", AudioFormat.extensions()))
          .replace("{settings}", SettingsText.all());

  String CHECK = "--check";
  String WITHDRAW = "--withdraw";
  String JSON = "--json";
  String YES = "--yes";
  List<String> IMPORT_OPTIONS = List.of(CHECK, WITHDRAW, JSON);

  /**
   * @param demo whether to import the demo library into an empty catalogue
   */
  record Serve(boolean demo) implements Command {}

  /**
   * @param json whether to print the report as JSON
   */
  record Import(Path folder, ImportOptions options, boolean json) implements Command {}

  record ListLibraries() implements Command {}

  /**
   * @param library its present name or its folder
   */
  record RenameLibrary(String library, String name) implements Command {}

  /**
   * @param library its name or its folder
   */
  record ForgetLibrary(String library) implements Command {}

  record ListAccounts() implements Command {}

  record Invite() implements Command {}

  /**
   * @param listener the name of an account
   */
  record ChangeAccount(AccountChange change, String listener) implements Command {}

  /**
   * @param listener the name of an account
   * @param confirmed whether the operator is not to be asked
   */
  record DeleteAccount(String listener, boolean confirmed) implements Command {}

  /** Instead of an address: the account has none any more. */
  String NO_ADDRESS = "none";

  /**
   * @param listener the name of an account
   * @param address as it was written, or {@link #NO_ADDRESS}; empty to show the present one
   */
  record AccountEmail(String listener, Optional<String> address) implements Command {}

  /** What is done to one account. */
  enum AccountChange {
    RESET_PASSWORD("reset-password"),
    DISABLE("disable"),
    ENABLE("enable"),
    EXPORT("export");

    private final String word;

    AccountChange(String word) {
      this.word = word;
    }
  }

  /**
   * @param folder of the backup
   */
  record Backup(Path folder) implements Command {}

  /**
   * @param folder of the backup
   */
  record Restore(Path folder) implements Command {}

  record NewEpoch() implements Command {}

  record Help() implements Command {}

  /**
   * @param problem one sentence for the operator
   */
  record Misused(String problem) implements Command {

    /** Short: the whole help would push the problem off the screen. */
    public String text() {
      return problem + "\n--help lists all commands and settings";
    }
  }

  /**
   * @throws StartupFailure when a folder's name cannot be read
   */
  static Command parse(List<String> arguments) {
    if (arguments.isEmpty()) {
      return new Misused(
          "nothing to do: say serve, import, library, account, backup, restore or new-epoch");
    }
    List<String> rest = arguments.subList(1, arguments.size());
    if (rest.contains("--help")) {
      return new Help();
    }
    return switch (arguments.getFirst()) {
      case "serve" -> serve(rest);
      case "import" -> importFolder(rest);
      case "library" -> library(rest);
      case "account" -> account(rest);
      case "backup" ->
          rest.size() == 1 ? new Backup(folder(rest)) : new Misused("backup takes one folder");
      case "restore" ->
          rest.size() == 1 ? new Restore(folder(rest)) : new Misused("restore takes one folder");
      case "new-epoch" ->
          rest.isEmpty() ? new NewEpoch() : new Misused("new-epoch takes nothing else");
      case "--help", "-h", "help" -> new Help();
      default -> new Misused("no such command: " + arguments.getFirst());
    };
  }

  private static Command importFolder(List<String> rest) {
    List<String> options = rest.stream().filter(each -> each.startsWith("--")).toList();
    List<String> folders = rest.stream().filter(each -> !each.startsWith("--")).toList();
    for (String option : options) {
      if (!IMPORT_OPTIONS.contains(option)) {
        return new Misused("import does not take " + option);
      }
    }
    return folders.size() == 1
        ? new Import(
            Configuration.path("the folder", folders.getFirst()),
            new ImportOptions(options.contains(CHECK), options.contains(WITHDRAW)),
            options.contains(JSON))
        : new Misused("import takes one folder");
  }

  private static Path folder(List<String> rest) {
    return Configuration.path("the folder", rest.getFirst());
  }

  private static Command library(List<String> rest) {
    if (rest.isEmpty()) {
      return new Misused("library takes list, rename <library> <name> or forget <library>");
    }
    List<String> names = rest.subList(1, rest.size());
    return switch (rest.getFirst()) {
      case "list" -> names.isEmpty() ? new ListLibraries() : nameless("library list", names);
      case "rename" ->
          names.size() == 2
              ? new RenameLibrary(names.getFirst(), names.getLast())
              : new Misused("library rename takes a library and a name");
      case "forget" ->
          names.size() == 1
              ? new ForgetLibrary(names.getFirst())
              : new Misused("library forget takes one library");
      case String other -> new Misused("there is no command library " + other);
    };
  }

  private static Command account(List<String> rest) {
    if (rest.isEmpty()) {
      return new Misused(
          "account takes list, invite, or reset-password, email, disable, enable, export or"
              + " delete with a name");
    }
    List<String> names = rest.subList(1, rest.size());
    return switch (rest.getFirst()) {
      case "list" -> names.isEmpty() ? new ListAccounts() : nameless("account list", names);
      case "invite" -> names.isEmpty() ? new Invite() : nameless("account invite", names);
      case "delete" -> deleteAccount(names);
      case "email" ->
          names.size() == 1 || names.size() == 2
              ? new AccountEmail(names.getFirst(), names.stream().skip(1).findFirst())
              : new Misused("account email takes one name, and an address to set");
      case String action -> changeAccount(action, names);
    };
  }

  private static Command deleteAccount(List<String> rest) {
    List<String> names = rest.stream().filter(each -> !each.equals(YES)).toList();
    return names.size() == 1
        ? new DeleteAccount(names.getFirst(), rest.contains(YES))
        : new Misused("account delete takes one name");
  }

  private static Command changeAccount(String action, List<String> names) {
    return Arrays.stream(AccountChange.values())
        .filter(change -> change.word.equals(action))
        .findFirst()
        .<Command>map(
            change ->
                names.size() == 1
                    ? new ChangeAccount(change, names.getFirst())
                    : new Misused("account " + action + " takes one name"))
        .orElseGet(() -> new Misused("there is no command account " + action));
  }

  private static Misused nameless(String command, List<String> given) {
    String first = given.getFirst();
    return new Misused(
        command + (first.startsWith("--") ? " does not take " + first : " takes no name"));
  }

  private static Command serve(List<String> options) {
    if (options.isEmpty()) {
      return new Serve(false);
    }
    return options.equals(List.of("--demo"))
        ? new Serve(true)
        : new Misused("serve does not take " + String.join(" ", options));
  }
}
