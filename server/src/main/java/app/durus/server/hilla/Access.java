package app.durus.server.hilla;

import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call a method, by its annotations. A method's annotation counts before that of its type.
 * Without any annotation nobody may call. Where an element has several, the first of these counts,
 * as in Hilla: {@code DenyAll}, {@code AnonymousAllowed}, {@code RolesAllowed}, {@code PermitAll}.
 */
sealed interface Access {

  /** The refusal of this caller; empty when the caller may call. */
  Optional<Refusal> refusalOf(Caller caller);

  static Access of(Method method) {
    return declaredOn(method)
        .or(() -> declaredOn(method.getDeclaringClass()))
        .orElseGet(Nobody::new);
  }

  private static Optional<Access> declaredOn(AnnotatedElement element) {
    if (element.isAnnotationPresent(DenyAll.class)) {
      return Optional.of(new Nobody());
    }
    if (element.isAnnotationPresent(AnonymousAllowed.class)) {
      return Optional.of(new Everybody());
    }
    if (element.isAnnotationPresent(RolesAllowed.class)) {
      return Optional.of(new InRole(Set.of(element.getAnnotation(RolesAllowed.class).value())));
    }
    return element.isAnnotationPresent(PermitAll.class)
        ? Optional.of(new SignedIn())
        : Optional.empty();
  }

  /** Signed in or not. */
  record Everybody() implements Access {
    @Override
    public Optional<Refusal> refusalOf(Caller caller) {
      return Optional.empty();
    }
  }

  /** Any listener. */
  record SignedIn() implements Access {
    @Override
    public Optional<Refusal> refusalOf(Caller caller) {
      return caller.listener().isPresent()
          ? Optional.empty()
          : Optional.of(new Refusal(401, "Sign in first."));
    }
  }

  /** A listener with at least one of these roles. */
  record InRole(Set<String> roles) implements Access {
    @Override
    public Optional<Refusal> refusalOf(Caller caller) {
      return new SignedIn()
          .refusalOf(caller)
          .or(
              () ->
                  roles.stream().anyMatch(caller.roles()::contains)
                      ? Optional.empty()
                      : Optional.of(new Refusal(403, "This is not for you to do.")));
    }
  }

  /** Nobody may call: signing in would not help. */
  record Nobody() implements Access {
    @Override
    public Optional<Refusal> refusalOf(Caller caller) {
      return Optional.of(new Refusal(403, "Nobody may do this."));
    }
  }
}
