/// A run as a page.
@NullMarked
package profundo.lab.report;

import org.jspecify.annotations.NullMarked;
