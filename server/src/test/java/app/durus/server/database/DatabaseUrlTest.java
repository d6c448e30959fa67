package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.startup.StartupFailure;
import io.vertx.pgclient.SslMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code DATABASE_URL} is read as libpq reads it. */
class DatabaseUrlTest {

  @Test
  void readsEachPart() {
    DatabaseAddress address =
        DatabaseAddress.parse("postgres://durus:secret@db_1.example:6432/lectures");

    assertThat(address.host()).isEqualTo("db_1.example");
    assertThat(address.port()).isEqualTo(6432);
    assertThat(address.user()).isEqualTo("durus");
    assertThat(address.password()).isEqualTo("secret");
    assertThat(address.database()).isEqualTo("lectures");
    assertThat(address.tls().mode()).isEqualTo(SslMode.PREFER);
  }

  @Test
  void usesTheDefaultsOfLibpq() {
    DatabaseAddress address = DatabaseAddress.parse("postgresql://durus@");

    assertThat(address.toString()).isEqualTo("localhost:5432/durus");
    assertThat(address.password()).isEmpty();
  }

  @Test
  void readsPercentEncodingInEachPart() {
    DatabaseAddress address =
        DatabaseAddress.parse(
            "postgresql://du%40rus:p%3Aw%2F%40%23%25+x@h/le%20ct?options=-c%20a.b%3Dc");

    assertThat(address.user()).isEqualTo("du@rus");
    assertThat(address.password()).isEqualTo("p:w/@#%+x");
    assertThat(address.database()).isEqualTo("le ct");
    assertThat(address.jdbcUrl()).contains("/le+ct?");
    assertThat(address.settings()).isEqualTo(Map.of("a.b", "c"));
  }

  @Test
  void readsAnIpv6AddressAndWritesItForBothDrivers() {
    DatabaseAddress address = DatabaseAddress.parse("postgresql://durus@[2001:db8::1]:5433/d");

    assertThat(address.host()).isEqualTo("2001:db8::1");
    assertThat(address.connectOptions().getHost()).isEqualTo("2001:db8::1");
    assertThat(address.jdbcUrl()).startsWith("jdbc:postgresql://[2001:db8::1]:5433/d?");
    assertThat(address).hasToString("[2001:db8::1]:5433/d");
  }

  @Test
  void readsSeveralHostsWithAPortEachOrOneForAll() {
    assertThat(hosts("u@a:1,b,[::1]:3/d")).containsExactly("a:1", "b:5432", "[::1]:3");
    assertThat(hosts("u@/d?host=a,b&port=6432")).containsExactly("a:6432", "b:6432");
    assertThat(hosts("u@/d?host=a,b&port=1,")).containsExactly("a:1", "b:5432");
    assertThat(hosts("u@/d")).containsExactly("localhost:5432");
    assertThat(DatabaseAddress.parse("postgresql://u@a:1,b:2/d?target_session_attrs=primary"))
        .hasToString("a:1,b:2/d")
        .extracting(DatabaseAddress::jdbcUrl)
        .asString()
        .startsWith("jdbc:postgresql://a:1,b:2/d?")
        .contains("targetServerType=primary");
  }

  private static List<String> hosts(String rest) {
    return DatabaseAddress.parse("postgresql://" + rest).hosts().stream()
        .map(DatabaseAddress.Host::toString)
        .toList();
  }

  @Test
  void readsSessionSettings() {
    DatabaseAddress address =
        DatabaseAddress.parse(
            "postgresql://u@h/d?search_path=durus,public"
                + "&options=-c%20work_mem%3D8MB%20--timezone%3DUTC%20-cDateStyle%3DISO,%5C%20MDY");

    assertThat(address.settings())
        .isEqualTo(
            Map.of(
                "search_path", "durus,public",
                "work_mem", "8MB",
                "timezone", "UTC",
                "DateStyle", "ISO, MDY"));
    assertThat(address.connectOptions().getProperties())
        .as("what PgBouncer would refuse at the start")
        .containsOnlyKeys("application_name", "client_encoding", "DateStyle");
  }

  @Test
  void checksTheCertificateWhenAnAuthorityIsNamed(@TempDir Path folder) throws Exception {
    Path root = Files.writeString(folder.resolve("root one.pem"), "");

    DatabaseAddress address =
        DatabaseAddress.parse(
            "postgresql://u@h/d?sslmode=require&sslrootcert="
                + root.toString().replace(" ", "%20"));

    assertThat(address.tls().mode()).isEqualTo(SslMode.VERIFY_CA);
    assertThat(address.jdbcUrl()).contains("sslmode=verify-ca&sslrootcert=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u@h/d",
        "postgresql://u:pa:ss@wo@h/d",
        "postgresql://u@h:99999/d",
        "postgresql://u@h:port/d",
        "postgresql://u@[::1/d",
        "postgresql://u@h1,h2,h3:1/d?port=1,2",
        "postgresql://u@h1,/run/postgresql/d",
        "postgresql://u@h1,h2:0/d",
        "postgresql://u@h/d?host=/run/postgresql",
        "postgresql://u@h/d?sslmod=require",
        "postgresql://u@h/d?sslmode=always",
        "postgresql://u@h/d?sslrootcert=/no/such/file",
        "postgresql://u@h/d?channel_binding=require",
        "postgresql://u@h/d?options=work_mem",
        "postgresql://u@h/d?options=-c%20a%3Db%20nonsense",
        "postgresql://u:%zz@h/d"
      })
  void refusesAnInvalidUrlInOneLineWithoutThePassword(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url))
        .isInstanceOf(StartupFailure.class)
        .hasMessageStartingWith("DATABASE_URL")
        .message()
        .doesNotContain("\n")
        .doesNotContain("pa:ss");
  }
}
