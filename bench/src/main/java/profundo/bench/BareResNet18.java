package profundo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// [ResNet18] with the binding alone, its channels innermost as there.
final class BareResNet18 extends BareNet {
  private final Tensor conv1 = conv(3, 64, 3);
  private final Norm bn1 = batchNorm(64);
  private final List<Block> blocks = new ArrayList<>();
  private final Affine fc;

  BareResNet18() {
    long in = 64;
    for (long out : new long[] {64, 128, 256, 512}) {
      blocks.add(block(in, out, out == 64 ? 1 : 2));
      blocks.add(block(out, out, 1));
      in = out;
    }
    fc = linear(512, 10);
  }

  @Override
  Tensor forward(Tensor x) {
    var innermost = x.contiguous(torch.MemoryFormat.ChannelsLast);
    var y = torch.relu(bn1.forward(convolved(innermost, conv1, new TensorOptional(), 1, 1)));
    for (var block : blocks) {
      y = block.forward(y);
    }
    return fc.linear(torch.mean(y, 2, 3));
  }

  private record Block(
      Tensor conv1, Norm bn1, Tensor conv2, Norm bn2, Optional<Down> down, long stride) {
    Tensor forward(Tensor x) {
      var y = torch.relu(bn1.forward(convolved(x, conv1, new TensorOptional(), stride, 1)));
      y = bn2.forward(convolved(y, conv2, new TensorOptional(), 1, 1));
      return torch.relu(y.add(down.map(d -> d.forward(x)).orElse(x)));
    }
  }

  private record Down(Tensor conv, Norm bn) {
    Tensor forward(Tensor x) {
      return bn.forward(convolved(x, conv, new TensorOptional(), 2, 0));
    }
  }

  private Block block(long in, long out, long stride) {
    Optional<Down> down =
        in == out ? Optional.empty() : Optional.of(new Down(conv(in, out, 1), batchNorm(out)));
    return new Block(
        conv(in, out, 3), batchNorm(out), conv(out, out, 3), batchNorm(out), down, stride);
  }

  private Tensor conv(long in, long out, long size) {
    return weight(in * size * size, out, in, size, size);
  }
}
