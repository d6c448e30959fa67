package app.durus.server.hilla;

import io.vertx.core.Future;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The table that binds every method of the contract to the function that answers it:
 *
 * <pre>{@code
 * Endpoints.ofPackage("app.durus.contract", CatalogueEndpoint.class)
 *     .bind(CatalogueEndpoint.class, "changes",
 *         call -> catalogueApi.changes(call.longParameter("cursor")))
 *     .bind(ListeningEndpoint.class, "sync",
 *         call -> listeningApi.sync(call.caller().listenerId(), call.json("request")))
 *     .build();
 * }</pre>
 *
 * <p>{@code build()} compares table and contract at the start: each method of each endpoint in the
 * package and below must be bound exactly once, and nothing else may be bound.
 */
public final class Endpoints {

  /** Answers a call. A thrown exception counts as a failed {@code Future}. */
  @FunctionalInterface
  public interface Answer {
    /**
     * @return completes with a value of the contract method's return type; null for {@code void}
     */
    Future<?> to(Call call);
  }

  /** A method of the contract with its answer. */
  record Binding(ContractMethod method, Answer answer) {}

  /** By lower-case name: Hilla's lookup ignores case, too. */
  private final Map<String, Binding> byName;

  private Endpoints(Map<String, Binding> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Begins a table for every {@code @BrowserCallable} interface in the package and below. Blocking:
   * it reads the class path.
   *
   * @param member any type in the package or below
   * @throws IllegalStateException when the package holds no endpoint
   */
  public static Builder ofPackage(String packageName, Class<?> member) {
    return new Builder(Contract.in(packageName, member));
  }

  /** Begins a table for exactly these endpoints. */
  static Builder of(Set<Class<?>> contract) {
    return new Builder(contract);
  }

  Optional<Binding> find(String endpoint, String method) {
    return Optional.ofNullable(byName.get(key(endpoint, method)));
  }

  private static String key(String endpoint, String method) {
    return (endpoint + "/" + method).toLowerCase(Locale.ROOT);
  }

  /** Collects the bindings of {@link Endpoints}. */
  public static final class Builder {

    private final Set<Class<?>> contract;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Builder(Set<Class<?>> contract) {
      this.contract = contract;
    }

    /** Binds one method. {@link #build()} reports all errors together. */
    public Builder bind(Class<?> endpoint, String method, Answer answer) {
      String name = endpoint.getSimpleName() + "." + method;
      if (!contract.contains(endpoint)) {
        problems.add(name + " is bound, but " + endpoint.getName() + " is not in the contract");
      } else if (Stream.of(endpoint.getMethods()).noneMatch(m -> m.getName().equals(method))) {
        problems.add(name + " is bound, but the contract has no such method");
      }
      if (answers.putIfAbsent(name, answer) != null) {
        problems.add(name + " is bound twice");
      }
      return this;
    }

    /**
     * @throws IllegalStateException when table and contract differ; its message names every
     *     difference
     */
    public Endpoints build() {
      Map<String, Binding> byName = new HashMap<>();
      for (Class<?> endpoint : contract) {
        for (Method method : methodsOf(endpoint)) {
          String name = endpoint.getSimpleName() + "." + method.getName();
          Answer answer = answers.get(name);
          if (answer == null) {
            problems.add(name + " is not bound");
            continue;
          }
          add(byName, name, method, answer);
        }
      }
      if (!problems.isEmpty()) {
        throw new IllegalStateException(
            "The endpoints do not fit the contract:\n  " + String.join("\n  ", problems));
      }
      return new Endpoints(byName);
    }

    private void add(Map<String, Binding> byName, String name, Method method, Answer answer) {
      try {
        ContractMethod served = ContractMethod.of(method);
        String key = key(served.endpoint(), served.name());
        if (byName.putIfAbsent(key, new Binding(served, answer)) != null) {
          problems.add(name + " is overloaded: a call names only the method, never its types");
        }
      } catch (IllegalArgumentException e) {
        problems.add(name + " cannot be served: " + e.getMessage());
      }
    }

    private static List<Method> methodsOf(Class<?> endpoint) {
      return Stream.of(endpoint.getMethods())
          .filter(method -> !Modifier.isStatic(method.getModifiers()))
          .sorted(Comparator.comparing(Method::getName))
          .toList();
    }
  }
}
