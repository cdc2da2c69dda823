/**
 * The books of all stores, as the stores told them.
 *
 * <p>Rules: a number is one sale; a store is heard only through the deployment that serves it; what is here can be
 * checked against each register's own count and sum.
 */
@NullMarked
package dev.comptoir.headoffice.sales;

import org.jspecify.annotations.NullMarked;
