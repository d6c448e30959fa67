package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, section 14. */
class ByteRangeTest {

  @ParameterizedTest(name = "{0} of {1} bytes: {2}")
  @DisplayName("RFC 9110, 14.1.2: each form of a byte range")
  @CsvSource(
      delimiter = '|',
      value = {
        // The examples of the section, for 10,000 bytes.
        "bytes=0-499           | 10000 | 0-499",
        "bytes=500-999         | 10000 | 500-999",
        "bytes=-500            | 10000 | 9500-9999",
        "bytes=9500-           | 10000 | 9500-9999",
        "bytes=0-0             | 10000 | 0-0",
        "bytes=0-0,-1          | 10000 | whole",
        "bytes= 0-0, -2        | 10000 | whole",
        // Safari's probe.
        "bytes=0-1             | 10000 | 0-1",
        // The end is clamped, a suffix longer than the whole is the whole.
        "bytes=9000-20000      | 10000 | 9000-9999",
        "bytes=0-              | 10000 | 0-9999",
        "bytes=-10001          | 10000 | 0-9999",
        "bytes=9999-           | 10000 | 9999-9999",
        "bytes=0-99999999999999999999999 | 10000 | 0-9999",
        "bytes=00000000000000000000001-2 | 10000 | 1-2",
        // Nothing of it is there.
        "bytes=10000-          | 10000 | unsatisfiable",
        "bytes=10000-10001     | 10000 | unsatisfiable",
        "bytes=99999999999999999999999- | 10000 | unsatisfiable",
        "bytes=-0              | 10000 | unsatisfiable",
        "bytes=-1              | 0     | unsatisfiable",
        "bytes=0-              | 0     | unsatisfiable",
        // The unit is case-insensitive; empty list elements are ignored.
        "Bytes=0-1             | 10000 | 0-1",
        "bytes=0-1,            | 10000 | 0-1",
        "bytes=,0-1            | 10000 | 0-1",
        // What is not valid is ignored.
        "bytes=5-3             | 10000 | whole",
        "bytes=-               | 10000 | whole",
        "bytes=                | 10000 | whole",
        "bytes=a-b             | 10000 | whole",
        "bytes=1               | 10000 | whole",
        "bytes=1-2-3           | 10000 | whole",
        "bytes=--1             | 10000 | whole",
        "bytes=+1-2            | 10000 | whole",
        "bytes=1 -2            | 10000 | whole",
        "bytes=٠-١             | 10000 | whole",
        "bytes 0-1             | 10000 | whole",
        "items=0-1             | 10000 | whole",
        "''                    | 10000 | whole",
      })
  void aRangeMeansWhatTheStandardSays(String header, long sizeBytes, String expected) {
    assertThat(shown(ByteRange.of(header, sizeBytes))).isEqualTo(expected);
  }

  @Test
  void noHeaderAsksForTheWhole() {
    assertThat(ByteRange.of(null, 10)).isEqualTo(new ByteRange.Whole());
  }

  @Test
  void aPartTellsItsLengthAndItsPlace() {
    var part = new ByteRange.Part(2, 5);
    assertThat(part.lengthBytes()).isEqualTo(4);
    assertThat(part.contentRange(10)).isEqualTo("bytes 2-5/10");
  }

  private static String shown(ByteRange range) {
    return switch (range) {
      case ByteRange.Whole whole -> "whole";
      case ByteRange.Part part -> part.first() + "-" + part.last();
      case ByteRange.Unsatisfiable none -> "unsatisfiable";
    };
  }
}
