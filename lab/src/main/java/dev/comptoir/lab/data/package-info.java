/**
 * What was measured, as it is kept in files: the report is made of nothing else.
 */
@NullMarked
package dev.comptoir.lab.data;

import org.jspecify.annotations.NullMarked;
