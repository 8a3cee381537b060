package profundo.cli;

import java.util.Iterator;
import java.util.stream.Stream;
import profundo.lab.study.Equality;

/// What a shell completes where an equality is wanted.
final class EqualityNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Stream.of(Equality.values()).map(Equality::word).iterator();
  }
}
