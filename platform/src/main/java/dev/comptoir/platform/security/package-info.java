/**
 * Who calls: passwords, tokens signed with the service's own key, revocations, and the slowing down of guesses.
 */
@NullMarked
package dev.comptoir.platform.security;

import org.jspecify.annotations.NullMarked;
