/// Texts: corpora, sentence pairs, tokenizers and their statistics.
@NullMarked
package profundo.data.text;

import org.jspecify.annotations.NullMarked;
