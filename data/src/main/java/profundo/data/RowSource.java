package profundo.data;

import profundo.data.shared.Order;

/// Samples of one shape, row by row in memory that is as large for each batch.
///
/// @param largest the most samples of a batch
record RowSource(Dataset dataset, int largest) implements Source {
  @Override
  public Order byLength(Order order, LoaderOptions options, int epoch) {
    return order;
  }

  @Override
  public Filled fill(long[] indices, long[] random, BufferPool pool) {
    var fields = dataset.fields();
    var buffers = pool.take(fields.stream().mapToLong(field -> field.bytes() * largest).toArray());
    for (int row = 0; row < indices.length; row++) {
      dataset.read(indices[row], buffers.all(), row, random[row]);
    }
    return new Filled(buffers, indices.length, new int[fields.size()][]);
  }
}
