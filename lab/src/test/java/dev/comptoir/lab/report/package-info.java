@NullMarked
package dev.comptoir.lab.report;

import org.jspecify.annotations.NullMarked;
