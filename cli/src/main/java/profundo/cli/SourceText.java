package profundo.cli;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// A source file as the compiler reads it, so that what stands in texts and comments is told from
/// what is code.
final class SourceText {
  private final String text;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  private SourceText(String text, CompilationUnitTree unit, SourcePositions positions) {
    this.text = text;
    this.unit = unit;
    this.positions = positions;
  }

  static SourceText parse(String text) {
    var file =
        new SimpleJavaFileObject(URI.create("memory:/Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, List.of(file));
    try {
      var unit = task.parse().iterator().next();
      return new SourceText(text, unit, Trees.instance(task).getSourcePositions());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The full names that the file may mean: what it imports and what it writes in full, and its
  /// simple names as of its own package.
  Set<String> mentioned() {
    var names = new HashSet<String>();
    var home = String.valueOf(Objects.requireNonNull(unit.getPackageName()));
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void none) {
        names.add(home + "." + name.getName());
        return super.visitIdentifier(name, none);
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree name, @Nullable Void none) {
        names.add(name.toString());
        return super.visitMemberSelect(name, none);
      }
    }.scan(unit, null);
    return names;
  }

  /// The same file in another package, into which all the classes of `moved` go as well: what was
  /// imported of them is no longer. The recipe that calls itself `id` gets another name.
  String moved(Set<String> moved, String target, String id, String newId) {
    var edits = new ArrayList<Edit>();
    edits.add(replaced(Objects.requireNonNull(unit.getPackageName()), target));
    for (var one : unit.getImports()) {
      if (moved.contains(one.getQualifiedIdentifier().toString())) {
        edits.add(withoutLine(one));
      }
    }
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitImport(ImportTree one, @Nullable Void none) {
        return moved.contains(one.getQualifiedIdentifier().toString())
            ? null
            : super.visitImport(one, none);
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree name, @Nullable Void none) {
        if (moved.contains(name.toString())) {
          edits.add(replaced(name, target + "." + name.getIdentifier()));
          return null;
        }
        return super.visitMemberSelect(name, none);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void none) {
        name(made, id).ifPresent(word -> edits.add(replaced(word, '"' + newId + '"')));
        return super.visitNewClass(made, none);
      }
    }.scan(unit, null);
    return edited(edits);
  }

  /// The word by which a recipe names itself in `new About("id", …)`.
  private static Optional<LiteralTree> name(NewClassTree made, String id) {
    return made.getIdentifier().toString().equals("About")
            && made.getArguments().getFirst() instanceof LiteralTree word
            && id.equals(word.getValue())
        ? Optional.of(word)
        : Optional.empty();
  }

  private record Edit(int start, int end, String text) {}

  private Edit replaced(Tree tree, String by) {
    return new Edit(start(tree), end(tree), by);
  }

  private Edit withoutLine(Tree tree) {
    int after = text.indexOf('\n', end(tree));
    return new Edit(start(tree), after < 0 ? text.length() : after + 1, "");
  }

  private int start(Tree tree) {
    return (int) positions.getStartPosition(unit, tree);
  }

  private int end(Tree tree) {
    return (int) positions.getEndPosition(unit, tree);
  }

  private String edited(List<Edit> edits) {
    var result = new StringBuilder(text);
    edits.stream()
        .sorted(Comparator.comparingInt(Edit::start).reversed())
        .forEach(edit -> result.replace(edit.start(), edit.end(), edit.text()));
    return result.toString();
  }
}
