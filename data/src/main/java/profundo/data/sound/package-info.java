/// Sounds: decoding of WAV files, spectrograms, and spoken digits.
@NullMarked
package profundo.data.sound;

import org.jspecify.annotations.NullMarked;
