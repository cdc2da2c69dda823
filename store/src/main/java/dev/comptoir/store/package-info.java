/** What happens inside one store: sales, refunds, the shelf, its registers. */
@NullMarked
package dev.comptoir.store;

import org.jspecify.annotations.NullMarked;
