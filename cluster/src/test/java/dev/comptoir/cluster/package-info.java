@NullMarked
package dev.comptoir.cluster;

import org.jspecify.annotations.NullMarked;
