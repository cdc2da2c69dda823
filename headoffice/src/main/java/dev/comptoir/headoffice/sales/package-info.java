/**
 * The books of all stores: their sales, refunds and stock counts.
 *
 * <p>Rules: a number identifies one sale; only the deployment of a store can add to its book; every register's book
 * can be checked against the count and the sum that the register itself reports.
 */
@NullMarked
package dev.comptoir.headoffice.sales;

import org.jspecify.annotations.NullMarked;
