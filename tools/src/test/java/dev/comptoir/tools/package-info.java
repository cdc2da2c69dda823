@NullMarked
package dev.comptoir.tools;

import org.jspecify.annotations.NullMarked;
