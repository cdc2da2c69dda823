@NullMarked
package dev.comptoir.lab.bench;

import org.jspecify.annotations.NullMarked;
