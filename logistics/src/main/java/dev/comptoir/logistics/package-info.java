/** The warehouse, and how it replenishes the stores. */
@NullMarked
package dev.comptoir.logistics;

import org.jspecify.annotations.NullMarked;
