/**
 * Measurements as they are stored in files; the report reads nothing else.
 */
@NullMarked
package dev.comptoir.tools.lab.data;

import org.jspecify.annotations.NullMarked;
