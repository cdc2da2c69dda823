/**
 * Upgrades from the last release and back, with processes of both versions on one database.
 *
 * <p>Rules: these tests are no part of {@code make test}, because they build an old version; {@code make upgrade-check} runs
 * them.
 */
@NullMarked
package dev.comptoir.tests.upgrade;

import org.jspecify.annotations.NullMarked;
