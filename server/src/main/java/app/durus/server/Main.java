package app.durus.server;

/** The program: {@code serve}, {@code import} a folder, or say how it is used. */
public final class Main {

  public static void main(String[] arguments) {
    System.out.println("not wired yet");
  }
}
