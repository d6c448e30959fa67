package app.durus.server.listening;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes records whose components are described by name.
 *
 * @param <S> what the components are read from
 * @param <R> the record
 */
final class RecordMapper<S, R extends Record> {

  private final Constructor<R> constructor;
  private final List<Function<S, ?>> components;

  /**
   * @param members how the component of each name is read
   * @throws IllegalArgumentException when the names are not those of the record's components
   */
  RecordMapper(Class<R> type, Map<String, Function<S, ?>> members) {
    RecordComponent[] declared = type.getRecordComponents();
    Set<String> names =
        Arrays.stream(declared).map(RecordComponent::getName).collect(Collectors.toSet());
    if (!names.equals(members.keySet())) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " has " + names + " and is described by " + members.keySet());
    }
    this.components = new ArrayList<>();
    for (RecordComponent component : declared) {
      components.add(members.get(component.getName()));
    }
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(declared).map(RecordComponent::getType).toArray(Class[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record has a canonical constructor", e);
    }
  }

  /**
   * @throws IllegalStateException when a component has another type than what describes it
   */
  R map(S source) {
    Object[] arguments = new Object[components.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = components.get(i).apply(source);
    }
    try {
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalStateException("cannot make a " + constructor.getName(), e);
    }
  }
}
