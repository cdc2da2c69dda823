@NullMarked
package dev.comptoir.lab;

import org.jspecify.annotations.NullMarked;
