package profundo.bench;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/// ResNet-18 on 32×32 pixels.
final class DjlResNet18 {
  private DjlResNet18() {}

  static Block net() {
    var net = normed(64, 3, 1).add(Activation.reluBlock());
    int in = 64;
    for (int out : new int[] {64, 128, 256, 512}) {
      net.add(block(in, out, out == 64 ? 1 : 2)).add(block(out, out, 1));
      in = out;
    }
    return net.add(Pool.globalAvgPool2dBlock()).add(Linear.builder().setUnits(10).build());
  }

  private static Block block(int in, int out, int stride) {
    var body = normed(out, 3, stride).add(Activation.reluBlock()).add(normed(out, 3, 1));
    var shortcut = in == out ? Blocks.identityBlock() : normed(out, 1, stride);
    return new ParallelBlock(
        both ->
            new NDList(
                Activation.relu(
                    both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow()))),
        List.of(body, shortcut));
  }

  private static SequentialBlock normed(int filters, int size, int stride) {
    return new SequentialBlock()
        .add(
            Conv2d.builder()
                .setKernelShape(new Shape(size, size))
                .setFilters(filters)
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(size / 2, size / 2))
                .optBias(false)
                .build())
        .add(BatchNorm.builder().build());
  }
}
