package profundo.nn;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import profundo.tensor.Tensor;

/// Which types of fields can hold a net or a tensor, so that a list of a million words is never
/// gone through for the nets in it.
final class FieldTypes {
  private FieldTypes() {}

  /// Whether something of this type can be, or hold, a net or a tensor.
  static boolean mayHold(Type type) {
    return mayHold(type, new HashSet<>());
  }

  private static boolean mayHold(Type type, Set<Type> open) {
    return switch (type) {
      case Class<?> c -> classMayHold(c, open);
      case GenericArrayType array -> mayHold(array.getGenericComponentType(), open);
      case WildcardType wild -> anyMayHold(wild.getUpperBounds(), open);
      case TypeVariable<?> variable -> open.add(variable) && anyMayHold(variable.getBounds(), open);
      case ParameterizedType with -> {
        var raw = (Class<?>) with.getRawType();
        boolean decidedByArguments =
            isJdk(raw) && (!raw.isInterface() || raw.getPackageName().equals("java.util"));
        yield !Reference.class.isAssignableFrom(raw)
            && ((!decidedByArguments && classMayHold(raw, open))
                || anyMayHold(with.getActualTypeArguments(), open));
      }
      default -> true;
    };
  }

  private static boolean anyMayHold(Type[] types, Set<Type> open) {
    return Arrays.stream(types).anyMatch(one -> mayHold(one, open));
  }

  private static boolean classMayHold(Class<?> type, Set<Type> open) {
    if (type.isArray()) {
      return mayHold(type.getComponentType(), open);
    }
    if (type.isPrimitive() || type.isEnum() || Reference.class.isAssignableFrom(type)) {
      return false;
    }
    if (Net.class.isAssignableFrom(type) || type == Tensor.class) {
      return true;
    }
    if (isJdk(type)) {
      return type == Object.class
          || type == Record.class
          || type.isInterface()
          || type.getPackageName().startsWith("java.util");
    }
    return type.isInterface()
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || Modifier.isAbstract(type.getModifiers())
        || (open.add(type) && fields(type).anyMatch(f -> mayHold(f.getGenericType(), open)));
  }

  private static Stream<Field> fields(Class<?> type) {
    return Stream.<Class<?>>iterate(type, c -> c != null && !isJdk(c), Class::getSuperclass)
        .flatMap(c -> Arrays.stream(c.getDeclaredFields()))
        .filter(field -> !Modifier.isStatic(field.getModifiers()));
  }

  /// Whether a class is the platform's own, into whose fields nobody looks.
  static boolean isJdk(Class<?> type) {
    return type.getName().startsWith("java.") || type.getName().startsWith("jdk.");
  }
}
