@NullMarked
package dev.comptoir.tools.lab.report;

import org.jspecify.annotations.NullMarked;
