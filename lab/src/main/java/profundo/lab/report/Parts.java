package profundo.lab.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// The nets of a run, each with one colour on the whole page, whatever it is shown in.
///
/// @param names what they are called, in the order of their colours
record Parts(PageWords words, List<String> names) {
  /// How many colours the page has.
  static final int COLOURS = 8;

  /// The parts that a run's nets and curves belong to; the run's own comes first.
  static Parts of(PageWords words, Collection<String> nets, Collection<String> curves) {
    var names = new ArrayList<String>();
    Stream.of(Stream.of(""), nets.stream(), curves.stream().map(key -> FigureKey.of(key).part()))
        .flatMap(parts -> parts)
        .map(words::part)
        .distinct()
        .forEach(names::add);
    return new Parts(words, names);
  }

  /// The number of a part's colour, from 0.
  int colour(String part) {
    return Math.max(0, names.indexOf(words.part(part))) % COLOURS;
  }
}
