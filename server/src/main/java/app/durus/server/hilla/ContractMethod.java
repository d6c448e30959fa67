package app.durus.server.hilla;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One method of the contract: who may call it, its parameters, and the type of its answer.
 *
 * @param answerType the boxed type; {@code Void} for a method without an answer
 */
record ContractMethod(
    String endpoint, String name, Access access, List<Parameter> parameters, Class<?> answerType) {

  /**
   * @throws IllegalArgumentException when the method cannot be served; its message says why
   */
  static ContractMethod of(Method method) {
    var declared = method.getParameters();
    var types = method.getAnnotatedParameterTypes();
    for (var parameter : declared) {
      if (!parameter.isNamePresent()) {
        throw new IllegalArgumentException("it was compiled without -parameters");
      }
    }
    return new ContractMethod(
        method.getDeclaringClass().getSimpleName(),
        method.getName(),
        Access.of(method),
        IntStream.range(0, declared.length)
            .mapToObj(i -> Parameter.of(declared[i], types[i]))
            .toList(),
        MethodType.methodType(method.getReturnType()).wrap().returnType());
  }

  /**
   * The value of every parameter; null for optional ones that are missing. Unknown members are
   * ignored, although Hilla's own backend refuses them: they must not stop a client that is older
   * or newer than this server (R14).
   *
   * @throws Refusal with 400 when one is missing or of another type
   */
  Map<String, JsonNode> parametersIn(JsonNode body) {
    Map<String, JsonNode> values = new HashMap<>();
    for (Parameter parameter : parameters) {
      values.put(parameter.name(), parameter.in(body));
    }
    return values;
  }

  /**
   * @return the answer itself
   * @throws IllegalStateException when it has not the type that the contract promises
   */
  Object checked(Object answer) {
    boolean fits = answerType == Void.class ? answer == null : answerType.isInstance(answer);
    if (!fits) {
      throw new IllegalStateException(
          this
              + " promises "
              + answerType.getName()
              + " and was answered "
              + (answer == null ? "null" : answer.getClass().getName()));
    }
    return answer;
  }

  @Override
  public String toString() {
    return endpoint + "." + name;
  }
}
