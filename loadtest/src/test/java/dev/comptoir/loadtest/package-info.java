@NullMarked
package dev.comptoir.loadtest;

import org.jspecify.annotations.NullMarked;
