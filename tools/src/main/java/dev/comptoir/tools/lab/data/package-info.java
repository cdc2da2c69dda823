/**
 * What was measured, as it is kept in files: the report is made of nothing else.
 */
@NullMarked
package dev.comptoir.tools.lab.data;

import org.jspecify.annotations.NullMarked;
