package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.contract.accounts.AccountEndpoint;
import app.durus.contract.catalogue.CatalogueEndpoint;
import app.durus.contract.listening.ListeningEndpoint;
import app.durus.server.hilla.trial.OpenEndpoint;
import app.durus.server.hilla.trial.TrialEndpoint;
import com.vaadin.hilla.BrowserCallable;
import io.vertx.core.Future;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndpointsTest {

  private static final Endpoints.Answer ANSWER = call -> Future.succeededFuture("answer");

  @BrowserCallable
  interface Overloaded {
    String say(String word);

    String say(long number);
  }

  @BrowserCallable
  interface Unservable {
    String at(UUID id);
  }

  @BrowserCallable
  static class NoInterface {}

  @Test
  void anEndpointOfTheGeneratorWithoutAnImplementationStopsTheStart() {
    assertThatThrownBy(() -> Contract.servable(NoInterface.class))
        .hasMessageContaining("NoInterface must be an interface");
  }

  @Test
  void theContractEqualsTheEndpointsThatTheGeneratorFinds() {
    assertThat(Contract.in("app.durus.contract", AccountEndpoint.class))
        .contains(AccountEndpoint.class, CatalogueEndpoint.class, ListeningEndpoint.class)
        .allMatch(type -> type.isAnnotationPresent(BrowserCallable.class));
    assertThat(Contract.in(OpenEndpoint.class.getPackageName(), OpenEndpoint.class))
        .containsExactlyInAnyOrder(OpenEndpoint.class, TrialEndpoint.class);
  }

  @Test
  void aPackageWithoutEndpointsIsNoContract() {
    assertThatThrownBy(() -> Endpoints.ofPackage("io.vertx.core", io.vertx.core.Vertx.class))
        .hasMessageContaining("io.vertx.core");
  }

  @Test
  void anEndpointWithoutABindingStopsTheStart() {
    Endpoints.Builder table =
        Endpoints.ofPackage(OpenEndpoint.class.getPackageName(), OpenEndpoint.class)
            .bind(OpenEndpoint.class, "open", ANSWER)
            .bind(OpenEndpoint.class, "notOpen", ANSWER);

    assertThatThrownBy(table::build)
        .hasMessageContaining("TrialEndpoint.echo is not bound")
        .hasMessageContaining("TrialEndpoint.unannotated is not bound");
  }

  @Test
  void allDifferencesBetweenTableAndContractAreReported() {
    Endpoints.Builder table =
        Endpoints.of(Set.of(OpenEndpoint.class))
            .bind(OpenEndpoint.class, "open", ANSWER)
            .bind(OpenEndpoint.class, "open", ANSWER)
            .bind(OpenEndpoint.class, "opened", ANSWER)
            .bind(TrialEndpoint.class, "echo", ANSWER);

    assertThatThrownBy(table::build)
        .hasMessageContaining("OpenEndpoint.notOpen is not bound")
        .hasMessageContaining("OpenEndpoint.open is bound twice")
        .hasMessageContaining("OpenEndpoint.opened is bound, but the contract has no such method")
        .hasMessageContaining("TrialEndpoint.echo is bound, but")
        .hasMessageNotContaining("OpenEndpoint.open is not bound");
  }

  @Test
  void overloadedMethodsAreRefused() {
    Endpoints.Builder table =
        Endpoints.of(Set.of(Overloaded.class)).bind(Overloaded.class, "say", ANSWER);

    assertThatThrownBy(table::build).hasMessageContaining("Overloaded.say is overloaded");
  }

  @Test
  void aParameterThatJsonCannotCarryStopsTheStart() {
    Endpoints.Builder table =
        Endpoints.of(Set.of(Unservable.class)).bind(Unservable.class, "at", ANSWER);

    assertThatThrownBy(table::build).hasMessageContaining("no parameter can be a java.util.UUID");
  }
}
