package profundo.cli;

import java.util.Iterator;
import java.util.stream.Stream;
import profundo.lab.Scale;

/// What a shell completes where a scale is wanted.
final class ScaleNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Stream.of(Scale.values()).map(Scale::label).iterator();
  }
}
