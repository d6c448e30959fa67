package app.durus.server.app.settings;

import static java.util.stream.Collectors.joining;

import app.durus.server.startup.StartupFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of audio and of the embedded database.
 *
 * @param path absolute
 */
public record DataFolder(Path path, Choice choice) {

  /** Why it is this folder. */
  public enum Choice {
    /** {@code DATA_DIR} names it. */
    TOLD,
    /** It is the {@code data} folder of the working directory, which earlier versions used. */
    FOUND_HERE,
    /** It is this user's own folder, whatever the working directory is. */
    USUAL
  }

  private static final String NAME = "salafi-durus";

  /**
   * @param told {@code DATA_DIR}
   * @param environment has the variables that name a user's data folder
   * @param user the name of this process's user
   * @param workingFolder the working directory
   * @throws StartupFailure when there is no default folder
   */
  static DataFolder of(
      Optional<String> told, Map<String, String> environment, String user, Path workingFolder) {
    if (told.isPresent()) {
      return new DataFolder(
          absolute(workingFolder.resolve(Configuration.path("DATA_DIR", told.get()))), Choice.TOLD);
    }
    Path here = absolute(workingFolder.resolve("data"));
    if (isDataFolder(here)) {
      return new DataFolder(here, Choice.FOUND_HERE);
    }
    return new DataFolder(absolute(usual(environment, user)), Choice.USUAL);
  }

  /** Also recognized by the files that an earlier version left. */
  private static boolean isDataFolder(Path folder) {
    return Stream.of("database.lock", "postgres/PG_VERSION")
        .anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  private static Path usual(Map<String, String> environment, String user) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return folder(environment, "LOCALAPPDATA").orElseThrow(DataFolder::nowhere).resolve(NAME);
    }
    Optional<Path> chosen = folder(environment, "XDG_DATA_HOME");
    if (chosen.isPresent()) {
      return chosen.get().resolve(NAME);
    }
    if (user.equals("root")) {
      // A system folder, because PostgreSQL's account, which is not root, must reach it.
      return Path.of("/var/lib", NAME);
    }
    Optional<Path> home = folder(environment, "HOME").filter(Files::isDirectory);
    String data = system.startsWith("mac") ? "Library/Application Support" : ".local/share";
    return home.orElseThrow(DataFolder::nowhere).resolve(data).resolve(NAME);
  }

  private static Optional<Path> folder(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(text -> !text.isBlank())
        .map(text -> Configuration.path(variable, text))
        .filter(Path::isAbsolute);
  }

  private static StartupFailure nowhere() {
    return new StartupFailure(
        "this user has no home folder, so nothing says where to keep data: set DATA_DIR");
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /**
   * Refuses to use this folder while a server runs with another one, because nobody would serve the
   * import. {@code DATA_DIR} overrides that.
   *
   * @param served data folders whose embedded database runs
   * @param someServer whether any server runs on this machine, with any database
   * @throws StartupFailure that says what to do
   */
  public void refuseBesideOthers(List<Path> served, boolean someServer) {
    if (choice == Choice.TOLD || served.contains(path)) {
      return;
    }
    if (!served.isEmpty()) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "a server runs with the data folder %s, and this would go to %s: set DATA_DIR to the one that you mean",
              served.stream().map(Path::toString).collect(joining(", ")),
              path));
    }
    if (someServer) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "a server runs on this machine, but not with %s: set DATABASE_URL and DATA_DIR as it has them, or DATA_DIR=%1$s if you mean that folder",
              path));
    }
  }

  /** Tells the operator when the folder was found in the working directory. */
  public void sayWhereFound() {
    if (choice() == Choice.FOUND_HERE) {
      System.err.println(
          "salafi-durus: using the data folder of this working directory, "
              + path()
              + "; set DATA_DIR to use it from elsewhere too");
    }
  }
}
