package app.durus.server.app;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.importing.ImportOptions;
import app.durus.server.startup.StartupFailure;
import java.nio.file.Path;
import java.util.List;

/** What the operator asked for on the command line. */
public sealed interface Command {

  String USAGE =
      """
      Salafi Durus, an offline-first app for listening to lectures.

        java -jar salafi-durus.jar serve [--demo]    serves the app; --demo fills an empty library
        java -jar salafi-durus.jar import <folder>   brings a folder of recordings into the library,
                                                     also while the app is being served
            --check     tells what that would do, and changes nothing
            --withdraw  withdraws lectures whose files are gone, also when they are more than half
            --json      the report for programs
        java -jar salafi-durus.jar library list      the folders that were imported
        java -jar salafi-durus.jar library rename <library> <name>
                                                     gives one a name, by which it is known wherever it lies
        java -jar salafi-durus.jar library forget <library>
                                                     withdraws all of its lectures
        java -jar salafi-durus.jar new-epoch         after a backup was restored: every device offers
                                                     again what it still knows
        java -jar salafi-durus.jar --help            this

      Recordings ({formats}) lie as Scholar/Series/01 - Title.mp3; other depths work too.

      Environment:
        PORT          where the app is served, 8080 unless set
        HOST          the address where it is served, every one of this machine unless set
        DATA_DIR      where audio and the embedded database are kept; unless set, the folder data of the
                      working directory if a former version made it, else ~/.local/share/salafi-durus
                      (root: /var/lib/salafi-durus)
        DATABASE_URL  postgresql://user:password@host:port/database, instead of the embedded one, with
                      libpq's options: ?sslmode=verify-full&sslrootcert=/etc/ca.pem&search_path=durus
        DATABASE_WAIT_SECONDS  how long to wait at the start until that database is there; 60 unless set
        DATABASE_ACCOUNT    under root, the account that the embedded PostgreSQL runs under, nobody unless set
        METRICS_PORT  where Prometheus reads /metrics, 9091 unless set, or off
        METRICS_HOST  the address of that, this machine only (127.0.0.1) unless set
        KEEP_REPLACED_DAYS  how long a recording that was replaced can still be downloaded; 90 unless set
        GROUP_COMMIT  on unless set to off: whether listeners' pushes share transactions
        TRUSTED_PROXIES  addresses and ranges whose X-Forwarded-For, -Proto and -Host or Forwarded are
                      believed, separated by commas; 127.0.0.1, ::1 unless set
        MAX_CONNECTIONS  at once; one per 64 KiB of heap unless set, from 1024 to 16384
        MAX_CONNECTIONS_PER_ADDRESS  an eighth of those unless set; trusted proxies are not counted,
                      each client behind them may have as many requests under way
      """
          .stripTrailing()
          .replace("{formats}", String.join(", ", AudioFormat.extensions()));

  String CHECK = "--check";
  String WITHDRAW = "--withdraw";
  String JSON = "--json";
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

  record NewEpoch() implements Command {}

  record Help() implements Command {}

  /**
   * @param problem one sentence for the operator
   */
  record Misused(String problem) implements Command {}

  /**
   * @throws StartupFailure when a folder's name cannot be read
   */
  static Command parse(List<String> arguments) {
    if (arguments.isEmpty()) {
      return new Misused("nothing to do: say serve, import, library or new-epoch");
    }
    List<String> rest = arguments.subList(1, arguments.size());
    return switch (arguments.getFirst()) {
      case "serve" -> serve(rest);
      case "import" -> importFolder(rest);
      case "library" -> library(rest);
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

  private static Command library(List<String> rest) {
    String action = rest.isEmpty() ? "" : rest.getFirst();
    if (action.equals("list") && rest.size() == 1) {
      return new ListLibraries();
    }
    if (action.equals("rename") && rest.size() == 3) {
      return new RenameLibrary(rest.get(1), rest.get(2));
    }
    if (action.equals("forget") && rest.size() == 2) {
      return new ForgetLibrary(rest.get(1));
    }
    return new Misused("library takes list, rename <library> <name> or forget <library>");
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
