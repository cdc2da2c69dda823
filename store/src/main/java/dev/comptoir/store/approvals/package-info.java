/**
 * What a clerk may do only with a manager beside: the manager types a name and a password in the clerk's session.
 *
 * <p>Rules: the password is checked as at a login, throttle included, outside of any transaction; each use is written down
 * in the transaction of what it allowed; a manager needs nobody else.
 */
@NullMarked
package dev.comptoir.store.approvals;

import org.jspecify.annotations.NullMarked;
