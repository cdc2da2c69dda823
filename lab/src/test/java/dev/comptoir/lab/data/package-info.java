@NullMarked
package dev.comptoir.lab.data;

import org.jspecify.annotations.NullMarked;
