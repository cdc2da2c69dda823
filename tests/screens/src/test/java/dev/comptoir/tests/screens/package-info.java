/** Tests of the pages in a real Chromium, on the demo as {@code make run} starts it. */
@NullMarked
package dev.comptoir.tests.screens;

import org.jspecify.annotations.NullMarked;
