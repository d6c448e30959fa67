package app.durus.proof.security;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.accounts.AccountEndpoint;
import app.durus.contract.catalogue.CatalogueEndpoint;
import app.durus.contract.listening.ListeningEndpoint;
import app.durus.proof.security.EndpointAccess.Row;
import app.durus.proof.security.EndpointAccess.Who;
import app.durus.server.http.ServerPath;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.annotation.security.PermitAll;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documented table has everything that can be called, with who may. */
class EndpointAccessTest {

  private static final List<Class<?>> CONTRACT =
      List.of(AccountEndpoint.class, CatalogueEndpoint.class, ListeningEndpoint.class);

  @Test
  void theTableHasEachMethodOfTheContractWithWhoMayCallIt() throws IOException {
    List<Row> contract =
        CONTRACT.stream()
            .flatMap(endpoint -> Stream.of(endpoint.getMethods()))
            .map(
                method -> {
                  boolean open = method.isAnnotationPresent(AnonymousAllowed.class);
                  assertThat(method.isAnnotationPresent(PermitAll.class)).isNotEqualTo(open);
                  return new Row(
                      "POST",
                      "/connect/"
                          + method.getDeclaringClass().getSimpleName()
                          + "/"
                          + method.getName(),
                      open ? Who.ANYBODY : Who.LISTENERS);
                })
            .toList();

    assertThat(EndpointAccess.documented().stream().filter(Row::isCall))
        .containsExactlyInAnyOrderElementsOf(contract);
  }

  @Test
  void theTableHasEachOtherPathOfTheServer() throws IOException {
    assertThat(
            EndpointAccess.documented().stream()
                .filter(row -> !row.isCall())
                .map(row -> "/" + row.path().split("/", -1)[1])
                .filter(path -> !path.equals("/"))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ServerPath.values())
                .filter(path -> path != ServerPath.CONNECT)
                .map(ServerPath::path)
                .toList());
  }
}
