@NullMarked
package dev.comptoir.tools.lab.data;

import org.jspecify.annotations.NullMarked;
