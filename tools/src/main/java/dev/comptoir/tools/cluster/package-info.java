/**
 * Several instances of each service on one machine, behind Traefik.
 *
 * <p>Rules: a process outlives the command that started it, and is stored with its start time, so that no command ever ends
 * another process; both Traefik files have one source; an error names what is missing and how to get it.
 */
@NullMarked
package dev.comptoir.tools.cluster;

import org.jspecify.annotations.NullMarked;
