@NullMarked
package dev.comptoir.tools.chaos;

import org.jspecify.annotations.NullMarked;
