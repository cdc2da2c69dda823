/**
 * JSON that is strict about what comes in and stable in what goes out.
 */
@NullMarked
package dev.comptoir.platform.json;

import org.jspecify.annotations.NullMarked;
