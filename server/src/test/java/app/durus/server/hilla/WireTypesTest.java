package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.accounts.Account;
import app.durus.contract.accounts.SessionAnswer;
import app.durus.contract.accounts.SignInAnswer;
import app.durus.contract.accounts.SignInOutcome;
import app.durus.contract.catalogue.AudioAsset;
import app.durus.contract.catalogue.AudioManifest;
import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.contract.catalogue.CatalogueSnapshotHead;
import app.durus.contract.catalogue.Chapter;
import app.durus.contract.catalogue.Lecture;
import app.durus.contract.catalogue.Scholar;
import app.durus.contract.catalogue.Series;
import app.durus.contract.catalogue.Translation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every answer of the contract as the browser gets it. A golden file is never changed after its
 * release: a changed contract gets a new one beside it (R14). {@code sync} has its own in {@code
 * ListeningApiTest}.
 */
class WireTypesTest {

  private static final String HASH = "0f".repeat(32);

  static List<Arguments> answers() {
    return List.of(
        Arguments.of(
            "catalogue-snapshot-head-v1.json",
            new CatalogueSnapshotHead("8c632f9c02e540fcbcc65fa1c6ceee43", 37_102, 18_441)),
        Arguments.of(
            "catalogue-changes-v1.json",
            new CatalogueChanges(
                "8c632f9c-02e5-40fc-bcc6-5fa1c6ceee43",
                4,
                false,
                List.of(
                    new Scholar("10000000-0000-4000-8000-000000000001", "معلّم", true, null, null)),
                List.of(
                    new Series(
                        "10000000-0000-4000-8000-000000000002",
                        "10000000-0000-4000-8000-000000000001",
                        "آداب طالب العلم",
                        true,
                        null,
                        null,
                        null)),
                List.of(
                    new Lecture(
                        "10000000-0000-4000-8000-000000000003",
                        "10000000-0000-4000-8000-000000000001",
                        null,
                        0,
                        "On patience",
                        "en",
                        "10000000-0000-4000-8000-000000000004",
                        1_795_308_528_795L,
                        false,
                        null,
                        null,
                        null,
                        null)),
                List.of(
                    new AudioAsset(
                        "10000000-0000-4000-8000-000000000004",
                        "10000000-0000-4000-8000-000000000003",
                        "audio/" + HASH + ".mp3",
                        HASH,
                        9_007_199_254_740_991L,
                        3_600_000,
                        "audio/mpeg")))),
        Arguments.of("catalogue-changes-v2.json", translated(null)),
        Arguments.of(
            "catalogue-changes-v3.json",
            translated(List.of(new Chapter(0, ""), new Chapter(754_500, "فضل الصبر")))),
        Arguments.of(
            "session-answer-v1.json",
            new SessionAnswer(
                new Account("10000000-0000-4000-8000-000000000005", "Maryam"),
                1_795_308_528_795L,
                null)),
        Arguments.of(
            "session-answer-nobody-v1.json", new SessionAnswer(null, 1_795_308_528_795L, null)),
        Arguments.of(
            "session-answer-v2.json",
            new SessionAnswer(null, 1_795_308_528_795L, "10000000-0000-4000-8000-000000000005")),
        Arguments.of(
            "sign-in-answer-v1.json",
            new SignInAnswer(
                SignInOutcome.SIGNED_IN,
                new Account("10000000-0000-4000-8000-000000000005", "Maryam"))),
        Arguments.of(
            "audio-manifest-v1.json",
            new AudioManifest(HASH, 1_048_577, "audio/mp4", 1_048_576, List.of(HASH, HASH))));
  }

  /** Rows with every text, cover and translation that the second version knows. */
  private static CatalogueChanges translated(List<Chapter> chapters) {
    return new CatalogueChanges(
        "8c632f9c-02e5-40fc-bcc6-5fa1c6ceee43",
        4,
        true,
        List.of(
            new Scholar(
                "10000000-0000-4000-8000-000000000001",
                "معلّم",
                true,
                "من المدينة",
                List.of(new Translation("en", "A teacher", "From Madinah")))),
        List.of(
            new Series(
                "10000000-0000-4000-8000-000000000002",
                "10000000-0000-4000-8000-000000000001",
                "آداب طالب العلم",
                true,
                "covers/" + HASH,
                "في عشرة دروس",
                List.of(new Translation("en", "Manners of the student", null)))),
        List.of(
            new Lecture(
                "10000000-0000-4000-8000-000000000003",
                "10000000-0000-4000-8000-000000000001",
                "10000000-0000-4000-8000-000000000002",
                1,
                "الصبر",
                "ar",
                "10000000-0000-4000-8000-000000000004",
                1_795_308_528_795L,
                true,
                "covers/" + HASH,
                "الدرس الأول",
                List.of(
                    new Translation("en", "On patience", "The first lesson"),
                    new Translation("fr", "La patience", null)),
                chapters)),
        List.of());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  @DisplayName("R14: the published wire format does not change")
  void thePublishedWireFormatDoesNotChange(String golden, Object answer) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode written = json.readTree(Json.write(answer).getBytes());

    assertThat(written.toPrettyString()).isEqualTo(golden(json, golden).toPrettyString());
  }

  private static JsonNode golden(ObjectMapper json, String name) throws IOException {
    try (InputStream in = WireTypesTest.class.getResourceAsStream("/golden/" + name)) {
      assertThat(in).as("the golden file " + name).isNotNull();
      return json.readTree(in);
    }
  }
}
