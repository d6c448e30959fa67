package app.durus.server.backup;

/** A backup that cannot be made or used. The message is for the operator. */
public final class BackupFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BackupFailure(String message) {
    super(message);
  }

  BackupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
