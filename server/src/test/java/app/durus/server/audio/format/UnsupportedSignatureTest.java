package app.durus.server.audio.format;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.TestAudio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are called like recordings and are something else. */
class UnsupportedSignatureTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RIFF....WAVEfmt | a WAV recording, which is not imported; convert it to MP3 or M4A.",
        "FORM....AIFF | an AIFF recording, which is not imported",
        "0&\u00b2u\u008ef\u00cf | a Windows Media recording (WMA), which",
        "#!AMR | an AMR recording, which",
        ".RMF | a RealAudio recording, which",
        "'\u001aE\u00df\u00a3' | a WebM or Matroska recording, which",
        "'OggS........................Speex   ' | a Speex recording, which",
        "OggS........................\u007fFLAC | a FLAC recording within Ogg, which",
        "<!DOCTYPE html> | a web page, not a recording.",
        "<html> | a web page, not a recording.",
        "%PDF-1.7 | a PDF document, not a recording.",
      })
  void aKnownUnsupportedFormatIsNamed(String start, String named) throws IOException {
    for (AudioFormat called : AudioFormat.values()) {
      String why = unusable(called, start.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(why).startsWith("It is " + named);
    }
  }

  @Test
  void audioWithoutAContainerIsNamed() throws IOException {
    byte[] aac = new byte[60];
    for (int at = 0; at < aac.length; at += 20) {
      System.arraycopy(new byte[] {-1, -15, 80, -128, 2, -97, -4}, 0, aac, at, 7);
    }
    assertThat(unusable(AudioFormat.M4A, aac)).startsWith("It is a bare AAC recording (ADTS)");
    byte[] layerTwo = {-1, -3, -128, 4};
    assertThat(unusable(AudioFormat.MP3, layerTwo)).startsWith("It is an MPEG Layer II recording");
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 not found", "?"})
  void anUnknownFormatIsReportedAsUnknown(String start) throws IOException {
    byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(unusable(AudioFormat.MP3, bytes))
        .isEqualTo("It is not an MP3 recording, or is damaged.");
  }

  private String unusable(AudioFormat called, byte[] start) throws IOException {
    Path file = TestAudio.write(folder.resolve("a"), Arrays.copyOf(start, 300));
    AudioFile recording = AudioFile.inspect(file, called);
    assertThat(recording).isInstanceOf(AudioFile.Unusable.class);
    return ((AudioFile.Unusable) recording).why();
  }
}
