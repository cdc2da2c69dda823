/**
 * JSON, read strictly and written stably.
 */
@NullMarked
package dev.comptoir.platform.json;

import org.jspecify.annotations.NullMarked;
