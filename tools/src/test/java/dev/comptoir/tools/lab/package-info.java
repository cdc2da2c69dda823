@NullMarked
package dev.comptoir.tools.lab;

import org.jspecify.annotations.NullMarked;
