@NullMarked
package dev.comptoir.tools.cluster;

import org.jspecify.annotations.NullMarked;
