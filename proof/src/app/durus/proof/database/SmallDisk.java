package app.durus.proof.database;

import app.durus.server.processes.ProofFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk of some megabytes, in memory. It can be filled to its last byte, and freed again. Mounting
 * it needs root, or sudo without a password.
 */
final class SmallDisk implements AutoCloseable {

  /** Holds a new database, its write-ahead log, and the data of a proof of some minutes. */
  private static final String SIZE = "192m";

  private static final int PIECE_BYTES = 64 * 1024;

  private final Path folder;
  private final Path filler;
  private final Thread atExit = new Thread(this::unmount, "unmount");

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.filler = folder.resolve("filler");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Whether this process may mount a disk. The check mounts one. */
  static boolean canBeMounted() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("durus-mount");
    try {
      return asRoot("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()).isEmpty()
          && asRoot("umount", folder.toString()).isEmpty();
    } finally {
      Files.delete(folder);
    }
  }

  /**
   * Moves a folder that no process uses, with its contents, to a small disk.
   *
   * @throws IOException when mounting is not allowed
   */
  static SmallDisk under(Path folder) throws IOException, InterruptedException {
    Path former = folder.resolveSibling(folder.getFileName() + ".on-large-disk");
    Files.move(folder, former);
    Files.createDirectory(folder);
    String options =
        "size="
            + SIZE
            + ",mode=0700,uid="
            + Files.getAttribute(former, "unix:uid")
            + ",gid="
            + Files.getAttribute(former, "unix:gid");
    require(asRoot("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()));
    SmallDisk disk = new SmallDisk(folder);
    require(run(List.of("cp", "-a", former + "/.", folder.toString())));
    ProofFolder.delete(former);
    return disk;
  }

  /** Fills the space that is left; call it again after files were deleted. */
  void fill() {
    byte[] piece = new byte[PIECE_BYTES];
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      // That is what was wanted.
    }
  }

  /** Frees the space that was filled. */
  void makeRoom() throws IOException {
    Files.deleteIfExists(filler);
  }

  /** Ends the disk and all files on it. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    unmount();
  }

  /** Works also while a process that is ending still uses the disk. */
  private void unmount() {
    try {
      String said = asRoot("umount", "--lazy", folder.toString());
      if (!said.isEmpty()) {
        System.err.println("the small disk stays mounted: " + said);
      }
    } catch (IOException e) {
      System.err.println("the small disk stays mounted: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String asRoot(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (!"root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("sudo", "-n"));
    }
    command.addAll(List.of(words));
    return run(command);
  }

  /** The output of a failed command; empty when it succeeded. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException notThere) {
      return String.valueOf(notThere.getMessage());
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "status " + process.exitValue() + ": " + said.strip();
  }

  private static void require(String trouble) throws IOException {
    if (!trouble.isEmpty()) {
      throw new IOException(trouble);
    }
  }
}
