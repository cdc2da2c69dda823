/**
 * Settings from environment variables: read once at the start, and refused with the name of each wrong variable.
 */
@NullMarked
package dev.comptoir.platform.settings;

import org.jspecify.annotations.NullMarked;
