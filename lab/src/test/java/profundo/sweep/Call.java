package profundo.sweep;

import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;
import profundo.sweep.Arguments.UnmakeableException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// One call of the sweep: its number and the sweep's seed say all of it.
final class Call {
  private static final long LARGEST_BACKWARD = 1 << 20;
  private static final int LONGEST_MESSAGE = 4100;

  /// What no sentence for a person has.
  private static final Pattern UNREADABLE =
      Pattern.compile("\\n|\\.cpp|/home/|c10::|\\bat::|\\bstd::|0x0*7[0-9a-f]{11}");

  private final Executable member;
  private final Arguments arguments;
  private final Journal journal;
  private final List<Tensor> results = new ArrayList<>();
  private boolean hasReturned;

  /// What a call threw that it must not; finds of one kind have one cause.
  record Find(String kind, String what) {}

  Call(Surface surface, Executable member, RandomNumbers numbers, Journal journal, Path folder) {
    this.member = member;
    this.arguments = new Arguments(surface, numbers, journal, folder);
    this.journal = journal;
  }

  /// Whether the call returned, and was no refusal.
  boolean hasReturned() {
    return hasReturned;
  }

  /// Makes the call; what is found is what the library may not throw.
  Optional<Find> run() {
    Throwable thrown = null;
    try (var _ = Scope.open()) {
      try {
        collect(arguments.call(member));
        hasReturned = true;
        useResults();
      } catch (InvocationTargetException e) {
        thrown = e.getCause();
      } catch (Exception | Error e) {
        thrown = e;
      }
      thrown = close(thrown);
    } catch (RuntimeException e) {
      thrown = e;
    }
    return thrown == null || isAllowed(thrown)
        ? Optional.empty()
        : Optional.of(new Find(kind(thrown), described(thrown)));
  }

  private @Nullable Throwable close(@Nullable Throwable before) {
    var thrown = before;
    for (var closeable : arguments.made.reversed()) {
      try {
        closeable.close();
      } catch (Exception e) {
        thrown = thrown == null || isAllowed(thrown) ? e : thrown;
      }
    }
    return thrown;
  }

  private void collect(@Nullable Object result) throws ReflectiveOperationException {
    switch (result) {
      case Tensor tensor -> results.add(tensor);
      case Object[] several -> {
        for (var one : several) {
          collect(one);
        }
      }
      case Record record when record.getClass().getName().startsWith("profundo.") -> {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          var accessor = component.getAccessor();
          if (component.getType() == Tensor.class && accessor.trySetAccessible()) {
            collect(accessor.invoke(record));
          }
        }
      }
      case null, default -> {}
    }
  }

  private void useResults() {
    for (var result : results) {
      if (result.isClosed() || result.numel() > LARGEST_BACKWARD) {
        continue;
      }
      if (result.requiresGrad() && result.dtype().isFloatingPoint()) {
        journal.add(" then backward");
        result.sum().backward();
      }
      var _ = result.toString();
    }
  }

  private boolean isAllowed(Throwable thrown) {
    return switch (thrown) {
      case ProfundoException e -> isReadable(e.getMessage());
      case UnmakeableException _ -> true;
      case NullPointerException _ -> arguments.hasNull;
      case IllegalArgumentException e -> isOurs(e) && isReadable(e.getMessage());
      case OutOfMemoryError e -> isWithoutThreads(e);
      default -> List.of(member.getExceptionTypes()).stream().anyMatch(t -> t.isInstance(thrown));
    };
  }

  /// The memory that a child may take at most has no room for another thread's stack.
  private static boolean isWithoutThreads(OutOfMemoryError e) {
    return String.valueOf(e.getMessage()).startsWith("unable to create native thread");
  }

  /// Metrics and datasets document it for arguments that a program computes.
  private static boolean isOurs(IllegalArgumentException e) {
    var thrower = e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].getClassName();
    return thrower.startsWith("profundo.train.") || thrower.startsWith("profundo.data.");
  }

  private boolean isReadable(@Nullable String message) {
    return message != null
        && message.length() <= LONGEST_MESSAGE
        && !UNREADABLE.matcher(message).find()
        && (arguments.hasNull || !message.contains("is null"));
  }

  private String described(Throwable thrown) {
    var text = new StringBuilder(thrown.toString().replace("\n", "\\n"));
    if (text.length() > 400) {
      text.setLength(400);
    }
    ownFrames(thrown).limit(4).forEach(frame -> text.append(" < ").append(frame));
    return text.toString();
  }

  private String kind(Throwable thrown) {
    var place = ownFrames(thrown).findFirst().orElse("");
    return thrown instanceof ProfundoException
        ? Surface.name(member)
        : thrown.getClass().getSimpleName() + place;
  }

  private static Stream<String> ownFrames(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("profundo."))
        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber());
  }
}
