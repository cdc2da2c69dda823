/**
 * Authentication: passwords, tokens signed with the service's own key, revocations, and throttling of failed logins.
 */
@NullMarked
package dev.comptoir.platform.security;

import org.jspecify.annotations.NullMarked;
