package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasePathTest {

  @ParameterizedTest
  @CsvSource({
    "/, '', /",
    "'', '', /",
    "durus, /durus, /durus/",
    "/durus/, /durus, /durus/",
    "/a/b-c_d.e~1, /a/b-c_d.e~1, /a/b-c_d.e~1/",
  })
  void slashesAtItsEndsDoNotMatter(String text, String path, String folder) {
    BasePath basePath = BasePath.parse(text);
    assertThat(basePath.path()).isEqualTo(path);
    assertThat(basePath.folder()).isEqualTo(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a//b", "/..", "/a/../b", "/a b", "/a?b", "/%61", "/\"><b>", "//host"})
  void whatWouldHaveToBeEscapedIsRefused(String text) {
    assertThatThrownBy(() -> BasePath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
