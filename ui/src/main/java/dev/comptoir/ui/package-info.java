/**
 * The shared part of the three services' browser pages: layout, components and styles, and the code that serves the pages.
 */
@NullMarked
package dev.comptoir.ui;

import org.jspecify.annotations.NullMarked;
