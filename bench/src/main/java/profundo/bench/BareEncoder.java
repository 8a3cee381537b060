package profundo.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Four of [profundo.nn.TransformerEncoderLayer] with the binding alone, `[N, L, 256]`.
final class BareEncoder extends BareNet {
  private static final long WIDTH = 256;
  private static final long HEADS = 4;
  private static final double DROPOUT = 0.1;

  private final List<Block> blocks =
      IntStream.range(0, 4)
          .mapToObj(_ ->
              new Block(
                  linear(WIDTH, 3 * WIDTH),
                  linear(WIDTH, WIDTH),
                  layerNorm(WIDTH),
                  linear(WIDTH, 4 * WIDTH),
                  linear(4 * WIDTH, WIDTH),
                  layerNorm(WIDTH)))
          .toList();

  @Override
  Tensor forward(Tensor x) {
    var y = x;
    for (var block : blocks) {
      y = block.forward(y);
    }
    return torch.flatten(y, 0, 1);
  }

  private record Block(
      Affine project, Affine join, Affine norm1, Affine linear1, Affine linear2, Affine norm2) {
    Tensor forward(Tensor x) {
      var y = norm1.layerNorm(x.add(dropped(attended(x))));
      var h = dropped(torch.relu(linear1.linear(y)));
      return norm2.layerNorm(y.add(dropped(linear2.linear(h))));
    }

    private Tensor attended(Tensor x) {
      var headed = project.linear(x).view(x.size(0), x.size(1), 3, HEADS, WIDTH / HEADS);
      var qkv = torch.unbind(headed.permute(2, 0, 3, 1, 4), 0);
      var values =
          torch.scaled_dot_product_attention(
              qkv.get(0),
              qkv.get(1),
              qkv.get(2),
              new TensorOptional(),
              DROPOUT,
              false,
              new DoubleOptional(),
              false);
      return join.linear(torch.flatten(values.transpose(1, 2), 2, -1));
    }

    private static Tensor dropped(Tensor x) {
      return torch.dropout(x, DROPOUT, true);
    }
  }
}
