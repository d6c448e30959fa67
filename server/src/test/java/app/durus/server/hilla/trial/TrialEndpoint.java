package app.durus.server.hilla.trial;

import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.hilla.BrowserCallable;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A contract that has every kind of access and parameter. Closed to everybody unless a method says
 * otherwise.
 */
@BrowserCallable
public interface TrialEndpoint {

  /** The argument and the answer of {@code echo}. */
  record Echo(
      String text, long number, int small, boolean flag, int listed, @Nullable String more) {}

  /** Any record. */
  record Pair(int left, int right) {}

  @AnonymousAllowed
  Echo echo(
      @NonNull String text,
      long number,
      int small,
      boolean flag,
      @NonNull List<String> list,
      @NonNull Pair pair,
      @Nullable String more);

  @AnonymousAllowed
  void nothing();

  @AnonymousAllowed
  String refused();

  @AnonymousAllowed
  String busy();

  @AnonymousAllowed
  String broken();

  @AnonymousAllowed
  String answersAnotherType();

  @PermitAll
  String signedIn();

  @RolesAllowed("importer")
  String inRole();

  @DenyAll
  String denied();

  String unannotated();
}
