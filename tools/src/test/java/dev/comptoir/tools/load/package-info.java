@NullMarked
package dev.comptoir.tools.load;

import org.jspecify.annotations.NullMarked;
