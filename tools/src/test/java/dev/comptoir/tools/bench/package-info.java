@NullMarked
package dev.comptoir.tools.bench;

import org.jspecify.annotations.NullMarked;
