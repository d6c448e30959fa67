package app.durus.server.records;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes records whose components are described by name. Names are compared once, when the mapper is
 * made at the start of the server, so no request can meet a missing name.
 *
 * @param <S> what the components are read from
 * @param <R> the record
 */
public final class RecordMapper<S, R extends Record> {

  private final Constructor<R> constructor;
  private final List<Function<S, ?>> components;

  /**
   * @param members the reader of each component, by its name
   * @throws IllegalArgumentException when the names differ from those of the record's components
   */
  public RecordMapper(Class<R> type, Map<String, Function<S, ?>> members) {
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
   * @throws IllegalStateException when a component has another type than its reader
   */
  public R map(S source) {
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

  /** The reader of each component of a record, by the component's name. */
  public static <S extends Record> Map<String, Function<S, ?>> accessors(Class<S> type) {
    Map<String, Function<S, ?>> accessors = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Method accessor = component.getAccessor();
      accessors.put(component.getName(), source -> read(accessor, source));
    }
    return accessors;
  }

  private static Object read(Method accessor, Object source) {
    try {
      return accessor.invoke(source);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }
}
