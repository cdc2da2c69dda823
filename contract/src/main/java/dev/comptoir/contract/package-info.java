/**
 * What crosses the boundary between two services: the events, and the values they are made of.
 *
 * <p>Rules: changes only add; the golden JSON files of the tests are the law; nothing here depends on a service.
 */
@NullMarked
package dev.comptoir.contract;

import org.jspecify.annotations.NullMarked;
