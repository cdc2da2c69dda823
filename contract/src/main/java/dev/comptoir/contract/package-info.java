/**
 * What services exchange: the events, and their values.
 *
 * <p>Rules: changes only add; the golden JSON files of the tests must stay readable; nothing here depends on a service.
 */
@NullMarked
package dev.comptoir.contract;

import org.jspecify.annotations.NullMarked;
