package app.durus.server.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds running processes of this product on this machine, as far as the system shows them. */
final class RunningServers {

  static final String MAIN_CLASS = "app.durus.server.Main";

  private static final String SERVE = "serve";

  private RunningServers() {}

  /** The data folders of embedded databases that run, under any user. */
  static List<Path> dataFolders() {
    return commands()
        .filter(words -> words.contains("cluster_name=salafi-durus"))
        .map(words -> words.get(words.indexOf("-D") + 1))
        .map(cluster -> Path.of(cluster).getParent())
        .distinct()
        .toList();
  }

  /** Whether another process serves, with any database. */
  static boolean isAny() {
    return commands()
        .anyMatch(
            words ->
                words.contains(SERVE)
                    && words.stream()
                        .anyMatch(
                            word ->
                                word.matches("(.*/)?[^/]*salafi-durus[^/]*\\.jar")
                                    || word.equals(MAIN_CLASS)));
  }

  private static Stream<List<String>> commands() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .map(process -> process.info().arguments())
        .flatMap(Optional::stream)
        .map(Arrays::asList);
  }
}
