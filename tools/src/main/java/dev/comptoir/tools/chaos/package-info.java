/**
 * Faults in a cluster under load: which requests fail, and what is stored afterwards.
 *
 * <p>Rules: the clients use the services over HTTP only and rely on nothing except their own ledger; the audit reads the databases
 * past the services, by SQL; each difference is a finding.
 */
@NullMarked
package dev.comptoir.tools.chaos;

import org.jspecify.annotations.NullMarked;
