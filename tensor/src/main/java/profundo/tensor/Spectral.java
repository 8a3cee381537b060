package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Fourier transforms.
public sealed interface Spectral permits Tensor {
  /// The discrete Fourier transform along a dimension.
  default Tensor fft(long dim) {
    return Op.of("fft", () -> torch.fft_fft(Op.raw(this), Op.NO_LONG, dim, Op.NO_STRING), this);
  }

  /// The inverse of [#fft(long)].
  default Tensor ifft(long dim) {
    return Op.of("ifft", () -> torch.fft_ifft(Op.raw(this), Op.NO_LONG, dim, Op.NO_STRING), this);
  }

  /// The discrete Fourier transform along the last two dimensions.
  default Tensor fft2() {
    return Op.unary("fft2", this, torch::fft_fft2);
  }

  /// The inverse of [#fft2()].
  default Tensor ifft2() {
    return Op.unary("ifft2", this, torch::fft_ifft2);
  }

  /// The Fourier transform of real numbers, which is its own mirror image: the first n/2 + 1 terms.
  default Tensor rfft(long dim) {
    return Op.of("rfft", () -> torch.fft_rfft(Op.raw(this), Op.NO_LONG, dim, Op.NO_STRING), this);
  }

  /// The inverse of [#rfft(long)], `length` real numbers.
  default Tensor irfft(long length, long dim) {
    return Op.of(
        "irfft",
        () -> Op.withLong(length, n -> torch.fft_irfft(Op.raw(this), n, dim, Op.NO_STRING)),
        this);
  }

  /// The short-time Fourier transform of signals `[…, samples]` to complex `[…, window/2 + 1,
  /// frames]`: windows of `window`'s length every `hop` samples, the first centred on sample 0 (the
  /// signal mirrored at its ends).
  default Tensor stft(long hop, Tensor window) {
    NullArgument.require("stft", "window", window);
    long length = window.numel();
    return Op.of(
        "stft",
        () ->
            Op.withLong(
                hop,
                h ->
                    Op.withLong(
                        length,
                        w ->
                            torch.stft(
                                Op.raw(this),
                                length,
                                h,
                                w,
                                window.optional(),
                                true,
                                "reflect",
                                false,
                                Op.TRUE,
                                Op.TRUE,
                                Op.NO_BOOL))),
        this,
        window);
  }

  /// The signals whose [#stft] this is, `samples` long.
  default Tensor istft(long hop, Tensor window, long samples) {
    NullArgument.require("istft", "window", window);
    long length = window.numel();
    return Op.of(
        "istft",
        () ->
            Op.withLong(
                hop,
                h ->
                    Op.withLong(
                        length,
                        w ->
                            Op.withLong(
                                samples,
                                n ->
                                    torch.istft(
                                        Op.raw(this),
                                        length,
                                        h,
                                        w,
                                        window.optional(),
                                        true,
                                        false,
                                        Op.TRUE,
                                        n,
                                        false)))),
        this,
        window);
  }

  /// A complex tensor as real pairs, `[…, 2]`. Shares memory, unless the numbers are kept as the
  /// conjugates of others, as an inverse transform may leave them.
  default Tensor viewAsReal() {
    return Op.unary(
        "viewAsReal",
        this,
        raw -> {
          try (var resolved = torch.resolve_conj(raw)) {
            return torch.view_as_real(resolved);
          }
        });
  }

  /// Real pairs `[…, 2]` as a complex tensor. Shares memory.
  default Tensor viewAsComplex() {
    return Op.unary("viewAsComplex", this, torch::view_as_complex);
  }

  /// The real parts.
  default Tensor real() {
    return Op.unary("real", this, torch::real);
  }

  /// The imaginary parts.
  default Tensor imag() {
    return Op.unary("imag", this, torch::imag);
  }

  /// The angles of complex numbers, −π to π.
  default Tensor angle() {
    return Op.unary("angle", this, torch::angle);
  }
}
