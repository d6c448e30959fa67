package app.durus.server.startup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes a failed file operation to the operator. */
public final class FileErrorText {

  private FileErrorText() {}

  /** One line, with the file if it is known. */
  public static String of(IOException failure) {
    if (!(failure instanceof FileSystemException)) {
      return String.valueOf(failure.getMessage());
    }
    FileSystemException trouble = (FileSystemException) failure;
    String reason = trouble.getReason();
    if (reason == null) {
      reason =
          switch (trouble) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "no such file";
            default -> trouble.getClass().getSimpleName();
          };
    }
    return trouble.getFile() + ": " + reason;
  }
}
