/**
 * What a service is told by its environment: read once, checked whole, refused with the name of each wrong variable.
 */
@NullMarked
package dev.comptoir.platform.settings;

import org.jspecify.annotations.NullMarked;
