package app.durus.server.http.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** RFC 9110, section 14. */
class ByteRangeTest {

  /** The worker's test on the device uses the same table. */
  @ParameterizedTest(name = "{0} of {1} bytes: {2}")
  @DisplayName("RFC 9110, 14.1.2: each form of a byte range")
  @CsvFileSource(resources = "/app/durus/byte-ranges.tsv", delimiter = '\t', quoteCharacter = '\0')
  void eachFormOfARangeIsRead(String header, long sizeBytes, String expected) {
    assertThat(shown(ByteRange.of(header, sizeBytes))).isEqualTo(expected);
  }

  @Test
  void withoutAHeaderTheWholeFileIsSent() {
    assertThat(ByteRange.of(null, 10)).isEqualTo(new ByteRange.Whole());
  }

  @Test
  void aPartHasItsLengthAndContentRange() {
    var part = new ByteRange.Part(2, 5);
    assertThat(part.lengthBytes()).isEqualTo(4);
    assertThat(part.contentRange(10)).isEqualTo("bytes 2-5/10");
  }

  private static String shown(ByteRange range) {
    return switch (range) {
      case ByteRange.Whole whole -> "whole";
      case ByteRange.Part part -> part.first() + "-" + part.last();
      case ByteRange.Unsatisfiable none -> "none";
    };
  }
}
