package app.durus.server.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "::ffff:203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:db8:1:2:ffff::, 2001:db8:1:2::/64",
    "2001:db8:1:3::1, 2001:db8:1:3::/64",
    "fe80::1%eth0, fe80::/64",
    "::1, ::/64",
  })
  void aNetworkIsTheUsualPrefixOfOneCustomer(String address, String network) {
    assertThat(ClientAddress.of(address).network()).isEqualTo(network);
  }

  @Test
  void aPeerWithoutAnAddressCountsAsLocal() {
    assertThat(ClientAddress.of((String) null)).isEqualTo(ClientAddress.LOCAL);
  }
}
