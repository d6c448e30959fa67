package app.durus.server.catalogue.importing.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscNameTest {

  @ParameterizedTest
  @CsvSource({
    "CD1, 1, ''",
    "cd 02, 2, ''",
    "Disc 2, 2, ''",
    "DISK_3, 3, ''",
    "القرص ٢, 2, ''",
    "The Book CD 1, 1, The Book",
    "The Book - Disc 12, 12, The Book",
    "The Book (CD 3), 3, The Book",
    "The Book [disc 3], 3, The Book",
    "Disc 1 of 2, 1, ''",
    "The Book (CD 2 of 12), 2, The Book",
    "القرص ١ من ٣, 1, ''",
    "القرص الأول, 1, ''",
    "الاسطوانة الاول, 1, ''",
    "شرح الأصول - الشريط العاشر, 10, شرح الأصول",
    "شريط 12, 12, ''",
    "Tape 4, 4, ''",
    "Диск 2, 2, ''",
  })
  void aFolderOfADiscIsRecognized(String name, int disc, String rest) {
    assertThat(DiscName.ofFolder(name)).isEqualTo(new DiscName(disc, null, rest));
  }

  @ParameterizedTest
  @CsvSource({
    "Part 2",
    "CD",
    "ABCD1",
    "Discourse 2",
    "Videotape 2",
    "Tape",
    "الشريط",
    "Disc 1 of",
    "The Book",
    "CD 0",
    "2"
  })
  void otherFoldersAreNotDiscs(String name) {
    assertThat(DiscName.ofFolder(name)).isEqualTo(new DiscName(null, null, name));
  }

  @ParameterizedTest
  @CsvSource({
    "1-01 a, 1, 1, a",
    "2-07 - Title, 2, 7, Title",
    "CD1-03 Title, 1, 3, Title",
    "02-11_Title, 2, 11, Title",
    "٢-٠٣ عنوان, 2, 3, عنوان",
    "1-01, 1, 1, 1-01",
  })
  void aFileOfADiscIsRecognized(String name, int disc, int number, String rest) {
    assertThat(DiscName.ofFile(name)).isEqualTo(new DiscName(disc, number, rest));
  }

  @ParameterizedTest
  @CsvSource({
    "10-30 Title",
    "1-2 Title",
    "2024-05-01 Title",
    "1-01-2024 Title",
    "01 - Title",
    "1-000 x"
  })
  void otherFilesBelongToNoDisc(String name) {
    assertThat(DiscName.ofFile(name)).isEqualTo(new DiscName(null, null, name));
  }
}
