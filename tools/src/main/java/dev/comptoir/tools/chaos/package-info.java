/**
 * What becomes of the chain when its parts are killed, frozen and cut off while people work.
 *
 * <p>Rules: the client knows the services by HTTP only and trusts nothing but its own ledger; the databases are read from
 * outside, by SQL; whatever the two do not agree on is a finding.
 */
@NullMarked
package dev.comptoir.tools.chaos;

import org.jspecify.annotations.NullMarked;
