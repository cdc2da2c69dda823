/**
 * What a clerk may do only with a manager, who enters a name and a password in the clerk's session.
 *
 * <p>Rules: the password is checked like a login, throttle included, before any transaction begins; each use is recorded in
 * the transaction of what it allowed; a manager needs no approval.
 */
@NullMarked
package dev.comptoir.store.approvals;

import org.jspecify.annotations.NullMarked;
