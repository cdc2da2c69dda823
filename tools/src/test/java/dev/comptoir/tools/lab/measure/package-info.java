@NullMarked
package dev.comptoir.tools.lab.bench;

import org.jspecify.annotations.NullMarked;
