package app.durus.server.hilla;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a contract method, and the JSON that it accepts.
 *
 * @param optional whether it may be null or missing: it is marked {@code @Nullable}
 */
record Parameter(String name, Shape shape, boolean optional) {

  /** The kinds of JSON that a parameter can be bound to. */
  enum Shape {
    TEXT("a string"),
    LONG("a whole number"),
    INT("a whole number of 32 bits"),
    BOOLEAN("true or false"),
    LIST("an array"),
    RECORD("an object");

    private final String description;

    Shape(String description) {
      this.description = description;
    }

    /** A number with a fraction or an exponent is not a whole number. Nothing is rounded. */
    private boolean fits(JsonNode value) {
      return switch (this) {
        case TEXT -> value.isTextual();
        case LONG -> value.isIntegralNumber() && value.canConvertToLong();
        case INT -> value.isIntegralNumber() && value.canConvertToInt();
        case BOOLEAN -> value.isBoolean();
        case LIST -> value.isArray();
        case RECORD -> value.isObject();
      };
    }
  }

  /**
   * @throws IllegalArgumentException when no JSON can be bound to the parameter's type
   */
  static Parameter of(java.lang.reflect.Parameter declared, AnnotatedType type) {
    return new Parameter(
        declared.getName(), shapeOf(declared.getType()), type.isAnnotationPresent(Nullable.class));
  }

  private static Shape shapeOf(Class<?> type) {
    if (type == String.class) {
      return Shape.TEXT;
    }
    if (type == long.class || type == Long.class) {
      return Shape.LONG;
    }
    if (type == int.class || type == Integer.class) {
      return Shape.INT;
    }
    if (type == boolean.class || type == Boolean.class) {
      return Shape.BOOLEAN;
    }
    if (type == List.class) {
      return Shape.LIST;
    }
    if (type.isRecord()) {
      return Shape.RECORD;
    }
    throw new IllegalArgumentException("no parameter can be a " + type.getName());
  }

  /**
   * The parameter's value in a body; null for an optional parameter that is missing.
   *
   * @throws Refusal with 400 when it is missing or of another type
   */
  @Nullable JsonNode in(JsonNode body) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      if (optional) {
        return null;
      }
      throw new Refusal(400, "The parameter '" + name + "' is missing.");
    }
    if (!shape.fits(value)) {
      throw new Refusal(400, "The parameter '" + name + "' must be " + shape.description + ".");
    }
    return value;
  }
}
