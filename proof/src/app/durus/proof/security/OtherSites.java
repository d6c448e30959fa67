package app.durus.proof.security;

import app.durus.proof.security.crosssite.CrossSiteStory;
import app.durus.proof.security.crosssite.CrossSiteStory.ForgedCall;
import app.durus.server.covers.UnusablePicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Checks what other web sites can learn of the server and its listener, and whether they can act
 * for the listener.
 */
final class OtherSites implements CrossSiteStory.Knowledge {

  private static final String NAME = "Attacker";
  private static final int PICTURE_PIXELS = 200;

  private final String lecture;
  private final Files files;

  private OtherSites(String lecture, Files files) {
    this.lecture = lecture;
    this.files = files;
  }

  /** Makes an account for the attackers, and gives the server a picture. */
  static OtherSites knowing(HostileServer server, HttpClient client, String lecture)
      throws IOException, InterruptedException, UnusablePicture {
    Member attacker = Member.signUp(server, client, NAME);
    return new OtherSites(
        lecture, new Files(server.addCover(picture()), attacker.recordings().getFirst()));
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(
        new BufferedImage(PICTURE_PIXELS, PICTURE_PIXELS, BufferedImage.TYPE_INT_RGB),
        "png",
        bytes);
    return bytes.toByteArray();
  }

  @Override
  public List<ForgedCall> calls(String listenerId, String newName) {
    return List.of(
        new ForgedCall("AccountEndpoint/session", "{}"),
        new ForgedCall("ListeningEndpoint/sync", Member.syncBody(listenerId, 0, List.of(lecture))),
        new ForgedCall("AccountEndpoint/signOut", "{}"),
        new ForgedCall("AccountEndpoint/signIn", credentials(NAME)),
        new ForgedCall("AccountEndpoint/signUp", credentials(newName)));
  }

  private static String credentials(String name) {
    return Member.JSON
        .createObjectNode()
        .put("name", name)
        .put("password", Member.PASSWORD)
        .toString();
  }

  @Override
  public String attackersName() {
    return NAME;
  }

  @Override
  public Files files() {
    return files;
  }
}
