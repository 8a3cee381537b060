package profundo.tensor;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Type;
import org.jspecify.annotations.Nullable;

/// One parameter of a native operation: which Java values it takes, and how they go into native
/// code.
///
/// @param type the type as the schema writes it, such as `int[]?`
/// @param element the native type of a list's elements
/// @param count how many elements one number stands for; 0 where the schema says none
/// @param fallback what is taken where nothing is given
/// @param out whether it is a tensor to write the result to
/// @param written whether the operation changes it
record SchemaParameter(
    String name,
    String type,
    Type.@Nullable TypePtr element,
    int count,
    @Nullable IValue fallback,
    boolean out,
    boolean written) {
  private static final String LIST = "[]";
  private static final long STRIDED = 0;
  private static final Map<String, Long> FORMATS =
      Map.of(
          "contiguous_format",
          0L,
          "preserve_format",
          1L,
          "channels_last",
          2L,
          "channels_last_3d",
          3L);

  static SchemaParameter of(Argument argument) {
    var type = OperatorNames.text(argument.real_type().get().str());
    var count = argument.N();
    var fallback = argument.default_value();
    var alias = argument.alias_info();
    return new SchemaParameter(
        OperatorNames.text(argument.name()),
        type,
        plain(type).endsWith(LIST) ? elementOf(argument.type(), type.endsWith("?")) : null,
        count.has_value() ? count.get() : 0,
        fallback.has_value() ? new IValue(fallback.get()) : null,
        argument.is_out(),
        alias != null && !alias.isNull() && alias.isWrite());
  }

  private static Type.TypePtr elementOf(Type.TypePtr type, boolean optional) {
    var list = optional ? type.get().containedType(0) : type;
    return list.get().containedType(0);
  }

  boolean hasDefault() {
    return fallback != null;
  }

  boolean accepts(@Nullable Object value) {
    return accepts(type, value);
  }

  private boolean accepts(String type, @Nullable Object value) {
    if (type.endsWith("?")) {
      return value == null || accepts(plain(type), value);
    }
    if (type.endsWith(LIST)) {
      var each = type.substring(0, type.length() - LIST.length());
      var elements = elements(value);
      return elements != null && elements.stream().allMatch(one -> accepts(each, one));
    }
    return switch (type) {
      case "Tensor" -> value instanceof Tensor;
      case "int", "SymInt" -> isInteger(value);
      case "float" -> value instanceof Number;
      case "Scalar" -> value instanceof Number || value instanceof Boolean;
      case "bool" -> value instanceof Boolean;
      case "str" -> value instanceof String;
      case "ScalarType" -> value instanceof DType;
      case "Device" -> value instanceof Device;
      case "MemoryFormat" -> value instanceof String format && FORMATS.containsKey(format);
      case "Layout" -> "strided".equals(value);
      default -> false;
    };
  }

  /// A value that is accepted, as native code takes it; the caller gives it back.
  IValue box(@Nullable Object value) {
    return box(plain(type), value);
  }

  private IValue box(String type, @Nullable Object value) {
    if (value == null) {
      return new IValue();
    }
    if (type.endsWith(LIST)) {
      return boxList(plain(type.substring(0, type.length() - LIST.length())), value);
    }
    return switch (value) {
      case Tensor tensor -> new IValue(tensor.raw());
      case Number number when type.equals("float") || !isInteger(number) ->
          new IValue(number.doubleValue());
      case Number number -> new IValue(number.longValue());
      case Boolean truth -> new IValue(truth);
      case DType dtype -> new IValue((long) dtype.type.value);
      case Device device -> boxDevice(device.requireAvailable());
      case String format when type.equals("MemoryFormat") ->
          new IValue(FORMATS.getOrDefault(format, 0L).longValue());
      case String _ when type.equals("Layout") -> new IValue(STRIDED);
      default -> new IValue(value.toString());
    };
  }

  private static IValue boxDevice(Device device) {
    var there = Tensors.nativeDevice(device);
    var value = new IValue(there);
    there.deallocate();
    return value;
  }

  private IValue boxList(String each, Object value) {
    var list = new GenericList(NullArgument.require(name, "element", element));
    var elements = elements(value);
    for (var one : elements == null ? List.of() : elements) {
      var boxed = box(each, one);
      list.push_back(boxed);
      boxed.deallocate();
    }
    var result = new IValue(list);
    list.deallocate();
    return result;
  }

  /// The elements of an array or a list, or what one number stands for; null for anything else.
  private @Nullable List<@Nullable Object> elements(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    if (value != null && value.getClass().isArray()) {
      var result = new ArrayList<@Nullable Object>();
      for (int i = 0; i < Array.getLength(value); i++) {
        result.add(Array.get(value, i));
      }
      return result;
    }
    return value instanceof Number && count > 0 ? Collections.nCopies(count, value) : null;
  }

  private static boolean isInteger(@Nullable Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte;
  }

  private static String plain(String type) {
    return type.endsWith("?") ? type.substring(0, type.length() - 1) : type;
  }
}
