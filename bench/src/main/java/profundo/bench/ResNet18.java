package profundo.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import profundo.nn.BatchNorm2d;
import profundo.nn.Conv2d;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// ResNet-18 on 32×32 pixels, as peers' benchmarks have it.
final class ResNet18 extends Net implements Layer {
  private final Conv2d conv1 = new Conv2d(3, 64, 3, o -> o.padding(1).bias(false));
  private final BatchNorm2d bn1 = new BatchNorm2d(64);
  private final List<Block> blocks = new ArrayList<>();
  private final Linear fc = new Linear(512, 10);

  ResNet18() {
    long in = 64;
    for (long out : new long[] {64, 128, 256, 512}) {
      blocks.add(new Block(in, out, out == 64 ? 1 : 2));
      blocks.add(new Block(out, out, 1));
      in = out;
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    var y = bn1.forward(conv1.forward(x.channelsLast())).relu();
    for (var block : blocks) {
      y = block.forward(y);
    }
    return fc.forward(y.mean(2, 3));
  }

  private static final class Block extends Net implements Layer {
    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final Conv2d conv2;
    private final BatchNorm2d bn2;
    private final @Nullable Conv2d down;
    private final @Nullable BatchNorm2d downBn;

    Block(long in, long out, long stride) {
      conv1 = new Conv2d(in, out, 3, o -> o.stride(stride).padding(1).bias(false));
      bn1 = new BatchNorm2d(out);
      conv2 = new Conv2d(out, out, 3, o -> o.padding(1).bias(false));
      bn2 = new BatchNorm2d(out);
      down = in == out ? null : new Conv2d(in, out, 1, o -> o.stride(stride).bias(false));
      downBn = in == out ? null : new BatchNorm2d(out);
    }

    @Override
    public Tensor forward(Tensor x) {
      var y = bn2.forward(conv2.forward(bn1.forward(conv1.forward(x)).relu()));
      var shortcut = down == null || downBn == null ? x : downBn.forward(down.forward(x));
      return y.add(shortcut).relu();
    }
  }
}
