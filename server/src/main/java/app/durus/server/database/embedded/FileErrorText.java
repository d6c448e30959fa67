package app.durus.server.database.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something could not be done with a file, in words for the operator. */
final class FileErrorText {

  private FileErrorText() {}

  /** On one line, with the file where it is known. */
  static String of(IOException failure) {
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
