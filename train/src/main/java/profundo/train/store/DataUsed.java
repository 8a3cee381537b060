package profundo.train.store;

/// The data that a run really used: a figure from synthetic data never passes for a real one.
///
/// @param name the catalogue's name, such as `mnist`
/// @param source where it came from: `bundled`, `mirror`, `download`, `npm`, `debian`, `synthetic`
///   or `folder`
/// @param samples the number of training examples; 0 where that has no meaning
public record DataUsed(String name, String source, long samples) {}
