package profundo.data;

import java.util.List;

/// What a [Loader] makes batches of: a [Dataset], whose samples are of one shape, or a
/// [SequenceDataset], whose samples are of unequal lengths.
public interface Samples {
  /// The number of samples.
  long size();

  /// What a sample consists of.
  List<Field> fields();

  /// How many threads reading them is worth where a person does not say ([LoaderOptions#workers]):
  /// 1, unless a sample takes long to read.
  default int workers() {
    return 1;
  }
}
