@NullMarked
package dev.comptoir.cluster.chaos;

import org.jspecify.annotations.NullMarked;
